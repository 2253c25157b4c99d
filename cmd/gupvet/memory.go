// SPDX-License-Identifier: MIT

package main

import (
	"math"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// A run over a whole kernel needs about 200 MB and makes four times as much garbage.
// As long as there is room below heapLimit, in bytes, none of it is collected; a
// run that needs more than half of that is collected as usual.
const heapLimit = 320 << 20

// tradeMemory spares a run that ends with its answer the collection of garbage, until
// stop is called. The user's own GOGC and GOMEMLIMIT count for more.
func tradeMemory() (stop func()) {
	if os.Getenv("GOGC") != "" || os.Getenv("GOMEMLIMIT") != "" {
		return func() {}
	}
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(heapLimit)
	done := make(chan struct{})
	go func() {
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for live() < heapLimit/2 {
			select {
			case <-done:
				return
			case <-tick.C:
			}
		}
		debug.SetGCPercent(100)
		debug.SetMemoryLimit(math.MaxInt64)
	}()
	return func() { close(done) }
}

// live gives the bytes in use after the last collection.
func live() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
