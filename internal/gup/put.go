// SPDX-License-Identifier: MIT

package gup

// puts are the functions that give back a reference that FOLL_GET took
// (include/linux/mm.h, pagemap.h, mm/swap.c; 5.10 to 7.3).
var puts = map[string]*Release{
	"put_page":                 {Name: "put_page", Kind: Get, Pages: 0, Nr: -1, Dirty: -1},
	"put_user_page":            {Name: "put_user_page", Kind: Get, Pages: 0, Nr: -1, Dirty: -1},
	"folio_put":                {Name: "folio_put", Kind: Get, Pages: 0, Nr: -1, Dirty: -1},
	"folio_put_refs":           {Name: "folio_put_refs", Kind: Get, Pages: 0, Nr: 1, Dirty: -1},
	"release_pages":            {Name: "release_pages", Kind: Get, Pages: 0, Nr: 1, Dirty: -1, Array: true},
	"free_page_and_swap_cache": {Name: "free_page_and_swap_cache", Kind: Get, Pages: 0, Nr: -1, Dirty: -1},
}

// AnyRelease finds a function that gives pages back, pinned or referenced; nil if
// there is none of that name.
func (c *Contract) AnyRelease(name string) *Release {
	if r := c.Release(name); r != nil {
		return r
	}
	return puts[name]
}
