# SPDX-License-Identifier: MIT

.PHONY: build test lint bench kernel-check inject golden fuzz clean

build:
	go build -o bin/gupvet ./cmd/gupvet

test:
	go test ./...

lint:
	test -z "$$(gofmt -l cmd parser rules callgraph internal)"
	go vet ./...
	go tool staticcheck ./...

# Compares audit and check on real kernels with testdata/golden.
kernel-check:
	GUPVET_KERNELS=$$(.ci/kernels) go test -count=1 ./internal/realtree/... ./internal/contract

# Rewrites all calls of a real kernel in all ways, not a sample of both: with flags
# that are wrong, with defects of what follows, and in ways that change nothing.
inject:
	GUPVET_KERNELS=$$(.ci/kernels) go test -count=1 -v ./internal/realtree -run 'Injected|Harmless|Renamed' -all

# Writes testdata/golden anew: look at the difference before it is committed.
golden:
	GUPVET_KERNELS=$$(.ci/kernels) go test -count=1 ./internal/realtree/... -run Golden -update
	GUPVET_KERNELS=$$(.ci/kernels) go test -count=1 ./internal/contract -run 'BuiltIn|Fixtures' -update

# Times gupvet beside ripgrep and spatch on linux-source-6.12.
bench: build
	.ci/bench bin/gupvet

# Runs each fuzz target for FUZZTIME.
FUZZTIME = 30s
fuzz:
	.ci/fuzz $(FUZZTIME)

clean:
	rm -rf bin
