// SPDX-License-Identifier: MIT

// Package edges tests that no room of the project imports what it must not, see
// docs/architecture.md.
package edges
