// SPDX-License-Identifier: MIT

//go:build !linux

package source

import "errors"

// mapFile is for systems on which there is a cache.
func mapFile(string) ([]byte, error) { return nil, errors.ErrUnsupported }
