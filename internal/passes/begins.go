// SPDX-License-Identifier: MIT

package passes

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/gupvet/gupvet/callgraph"
	"github.com/gupvet/gupvet/internal/flow"
	"github.com/gupvet/gupvet/internal/gup"
	"github.com/gupvet/gupvet/internal/source"
	"github.com/gupvet/gupvet/parser"
	"github.com/gupvet/gupvet/parser/syntax"
)

// A beginning is what is known of mmap_lock where a function begins.
type beginning uint8

const (
	beginsSomehow beginning = iota
	beginsFree              // the task holds none
	beginsHeld              // the task holds that of its own mm
)

// freeOps are the members of ops tables that the kernel calls for user space, with no
// mmap_lock held (include/linux/fs.h, proc_fs.h, blkdev.h, net.h,
// media/v4l2-dev.h; 5.10 to 7.3). What a page fault or mmap() calls is not among
// them.
var freeOps = map[string][]string{
	"struct file_operations": {"open", "release", "read", "write", "read_iter", "write_iter", "poll",
		"unlocked_ioctl", "compat_ioctl", "uring_cmd", "llseek"},
	"struct proc_ops": {"proc_open", "proc_release", "proc_read", "proc_read_iter", "proc_write", "proc_poll",
		"proc_ioctl", "proc_compat_ioctl"},
	"struct block_device_operations": {"ioctl", "compat_ioctl"},
	"struct proto_ops":               {"ioctl", "compat_ioctl", "setsockopt", "getsockopt", "sendmsg", "recvmsg"},
	"struct v4l2_file_operations":    {"open", "release", "read", "write", "poll", "unlocked_ioctl", "compat_ioctl32"},
}

// heldOps are those that it calls for mmap(), with mmap_lock of the task held for
// writing (include/linux/fs.h; mm/mmap.c, 5.10 to 7.3).
var heldOps = map[string][]string{"struct file_operations": {"mmap", "mmap_prepare"}}

// starters are given functions that they have called from the top of a thread, or for
// an ioctl (include/linux/workqueue.h, kthread.h, module.h, init.h,
// drm/drm_ioctl.h; 5.10 to 7.3).
var starters = []string{
	"INIT_WORK", "INIT_WORK_ONSTACK", "INIT_DELAYED_WORK", "INIT_DELAYED_WORK_ONSTACK", "INIT_DEFERRABLE_WORK", "INIT_RCU_WORK",
	"DECLARE_WORK", "DECLARE_DELAYED_WORK", "kthread_run", "kthread_create", "kthread_create_on_node", "kthread_create_on_cpu",
	"kthread_run_on_cpu", "module_init", "module_exit", "late_initcall", "device_initcall", "subsys_initcall",
	"DRM_IOCTL_DEF", "DRM_IOCTL_DEF_DRV",
}

// maxLockLevels bounds the calls between a function that needs mmap_lock and one that
// is known to begin without it.
const maxLockLevels = 5

// maxHeldLevels bounds the calls between a function that makes a call and one in the
// same file that may hold a lock around it.
const maxHeldLevels = 2

// A lockSearch finds the functions that have to do with a call for the locks around it
// alone: those that are known to begin without mmap_lock and lead to a call of an entry
// that needs it, and those that take a lock. It reads no files but those with functions
// that were followed for what they decide.
type lockSearch struct {
	*climber
	begin  map[*parser.Item]beginning
	tops   map[string][]*callgraph.Func // by file
	far    map[string]bool              // functions between, called from other files
	takers []string                     // the files in which mmap_lock is taken
	takes  map[string]bool              // calls that may return with it held, by file and name
	// started are the names that starters are given, by file.
	started map[*parser.Unit]map[string]bool
}

// around adds the calls that functions lead to which begin without mmap_lock, and
// marks the views of such functions.
func (c *climber) around() {
	l := &lockSearch{climber: c, begin: map[*parser.Item]beginning{}, tops: map[string][]*callgraph.Func{}, far: map[string]bool{}, takes: map[string]bool{}, started: map[*parser.Unit]map[string]bool{}}
	if ix := c.Prog.Index(); ix != nil {
		l.takers = ix.Files(source.Called, flow.LockTakers()...)
	}
	asked := map[*parser.Item]bool{}
	for _, s := range c.set.Sites {
		for _, v := range s.Views {
			if v.Depth() > 0 || s.Entry.Lock.State == gup.NotTaken {
				continue
			}
			l.holders(v)
			if l.needs(v) && !asked[v.Root.Item] {
				asked[v.Root.Item] = true
				l.climb(v.Root)
			}
		}
	}
	for _, k := range l.follow() {
		c.crashed(k.crashes)
		for i, s := range k.sums {
			l.see(s, k.sights[i])
		}
	}
	for _, s := range c.set.Sites {
		for _, v := range slices.Concat(s.Views, s.Around) {
			v.begin = l.beginOf(v)
		}
	}
}

// beginOf tells what is known of the lock of a call where the function begins that
// sees it, if it is still so when the call is made.
func (l *lockSearch) beginOf(v *View) beginning {
	switch {
	case l.needs(v) && l.begins(v.Root) == beginsFree && !l.takesUnseen(v):
		return beginsFree
	case v.Site.Entry.Lock.State == gup.TakesItself && v.Sum.LockUntouched(v.Event) && l.begins(v.Root) == beginsHeld:
		return beginsHeld
	}
	return beginsSomehow
}

// needs tells whether the function that sees a call leaves it to its callers to take
// mmap_lock for it.
func (l *lockSearch) needs(v *View) bool { return needsLock(v.Site.Entry, v.Sum, v.Event) }

// needsLock is needs for a call in a summary. Who was given a vma holds the lock it was
// found under.
func needsLock(ent *gup.Entry, s *flow.Summary, e *flow.Event) bool {
	return ent != nil && ent.Lock.State == gup.CallerHolds && ent.Roles.VMA < 0 && !givenVMA(s.Fn) && s.LockUntouched(e)
}

// givenVMA tells, by its text, whether a function is given a vma.
func givenVMA(f *callgraph.Func) bool {
	return strings.Contains(f.Unit.Slice(syntax.Span{Start: f.Item.Start, End: f.Item.Body.Start}), "struct vm_area_struct")
}

// holders looks for functions that take a lock, by their text, among those of the same
// file that lead to a call by name and are not asked about it for another reason.
func (l *lockSearch) holders(v *View) {
	level := []*callgraph.Func{v.Root}
	for range maxHeldLevels {
		var next []*callgraph.Func
		for _, g := range level {
			callers, _ := l.Prog.NamedCallers(g, func(string) bool { return false })
			for _, h := range callers {
				next = append(next, h)
				if (takesLock(h) || l.begins(h) == beginsHeld) && !slices.ContainsFunc(v.Site.Views, func(w *View) bool { return w.Root.Item == h.Item }) {
					l.top(h)
				}
			}
		}
		level = next
	}
}

// takesLock tells, by its text, whether a function takes a lock.
func takesLock(f *callgraph.Func) bool {
	return slices.ContainsFunc(f.Unit.CallsIn(f.Item.Body), func(n parser.Name) bool { return flow.Locks(n.Text) })
}

// follows tells whether a file has functions that were followed for what they decide.
func (l *lockSearch) follows(path string) bool { return l.read[path] || l.Only.follows(path) }

// climb looks for functions that are known to begin without mmap_lock among those that
// call f by name. Where others may call a function as well, nothing is said of it.
func (l *lockSearch) climb(f *callgraph.Func) {
	seen := map[*parser.Item]bool{f.Item: true}
	level := []*callgraph.Func{f}
	for range maxLockLevels {
		var next []*callgraph.Func
		for _, g := range level {
			callers, all := l.Prog.NamedCallers(g, l.follows)
			if !all {
				continue
			}
			for _, h := range callers {
				if seen[h.Item] || h.File.Path == l.Contract.File || givenVMA(h) {
					continue
				}
				seen[h.Item] = true
				if h.File != g.File {
					l.far[g.Name] = true
				}
				if l.begins(h) == beginsFree {
					l.top(h)
				} else {
					next = append(next, h)
				}
			}
		}
		level = next
	}
}

func (l *lockSearch) top(f *callgraph.Func) {
	list := l.tops[f.File.Path]
	if !hasItem(list, f) {
		l.tops[f.File.Path] = append(list, f)
	}
}

// follow follows the functions that were found, for locks alone.
func (l *lockSearch) follow() []*kept {
	var jobs []*job
	for p, fns := range l.tops {
		jobs = append(jobs, &job{p, fns})
		l.set.Followed[p] = true
	}
	rel := newRelevance(l.Snapshot, l.far)
	return l.work(jobs, "locks", l.far, func(j *job) *kept {
		return l.runWith(l.newEngine(rel, func(_ *flow.Summary, e *flow.Event) bool { return l.mayLock(e) }), j)
	})
}

// mayLock tells whether callers are told of a call: locks may matter to it.
func (l *lockSearch) mayLock(e *flow.Event) bool {
	ent := l.Contract.Entry(e.Name)
	return ent != nil && ent.Lock.State != gup.NotTaken && e.Depth() < maxLockLevels
}

// see adds the calls that a function leads to, unless it is seen to have more to do
// with them.
func (l *lockSearch) see(s *flow.Summary, sights []sight) {
	for _, g := range sights {
		site := l.sites[g.site]
		if site == nil {
			l.beyond(g)
		}
		if key := g.root + " " + g.way; site != nil && !l.views[key] {
			l.views[key] = true
			site.Around = append(site.Around, &View{Site: site, Root: s.Fn, Sum: s, Event: g.event, set: l.set, resultOnly: true, way: g.way})
		}
	}
}

// begins tells what is known of mmap_lock where a function begins: it is a system call,
// stands in tables of those that are called so, or is given to what calls it so.
func (l *lockSearch) begins(f *callgraph.Func) beginning {
	if strings.Contains(f.Name, "SYSCALL_DEFINE") {
		return beginsFree
	}
	b, ok := l.begin[f.Item]
	if ok {
		return b
	}
	if l.isStarted(f) {
		b = beginsFree
	}
	for i, s := range l.Prog.Slots(f, l.follows) {
		if a := beginsAs(s); i == 0 || a == b {
			b = a
		} else {
			b = beginsSomehow
			break
		}
	}
	l.begin[f.Item] = b
	return b
}

// beginsAs tells what is known of functions in a member of an ops table.
func beginsAs(s callgraph.Slot) beginning {
	switch {
	case slices.Contains(freeOps[s.Struct], s.Member):
		return beginsFree
	case slices.Contains(heldOps[s.Struct], s.Member):
		return beginsHeld
	}
	return beginsSomehow
}

// isStarted tells, by the text of its file, whether a function is given to one of the
// starters.
func (l *lockSearch) isStarted(f *callgraph.Func) bool {
	names, ok := l.started[f.Unit]
	if !ok {
		names = startedIn(f.Unit)
		l.started[f.Unit] = names
	}
	return names[f.Name]
}

// startedIn gives the names in calls of starters.
func startedIn(u *parser.Unit) map[string]bool {
	names := map[string]bool{}
	for _, n := range u.Calls {
		if !slices.Contains(starters, n.Text) {
			continue
		}
		rest := string(u.Text[n.Pos:min(int(n.Pos)+maxStarter, len(u.Text))])
		args, _, _ := strings.Cut(rest, ";")
		args, _, _ = strings.Cut(args, ")")
		for _, word := range strings.FieldsFunc(args, func(r rune) bool { return strings.ContainsRune("(), \t\n&", r) }) {
			names[word] = true
		}
	}
	return names
}

// maxStarter bounds the text of a call of a starter up to the function, in bytes.
const maxStarter = 200

// takesUnseen tells whether a function on the way to a call may take an mmap_lock
// where that is not seen: in a function elsewhere, or behind a pointer.
func (l *lockSearch) takesUnseen(v *View) bool {
	for e := v.Event; e != nil; e = e.Inner {
		if e.Inner != nil && (e.Call == nil || e.Call.Callee() == "") {
			return true // which function it is may be a guess
		}
		if namesSemaphore(e.Fn) || l.callsTaker(e.Fn, maxUnseen) {
			return true
		}
	}
	return false
}

// namesSemaphore tells whether a function names the semaphore itself: it may give its
// address to others.
func namesSemaphore(f *callgraph.Func) bool {
	return semaphore.MatchString(f.Unit.Slice(f.Item.Body))
}

var semaphore = regexp.MustCompile(`(->|\.)\s*mmap_(lock|sem)\b`)

// maxUnseen bounds how many calls deep a lock is looked for that is taken unseen.
const maxUnseen = 3

func (l *lockSearch) callsTaker(f *callgraph.Func, depth int) bool {
	return slices.ContainsFunc(f.Unit.CallsIn(f.Item.Body), func(n parser.Name) bool { return l.mayTake(f.Unit, n.Text, depth) })
}

// mayTake tells whether a call in a file, of a function or of a member, may return
// with an mmap_lock held without that being seen.
func (l *lockSearch) mayTake(u *parser.Unit, name string, depth int) bool {
	key := u.Path + ":" + name
	takes, ok := l.takes[key]
	if ok || depth == 0 || l.Contract.Entry(name) != nil || l.Contract.AnyRelease(name) != nil || flow.IsLockOp(name) {
		return takes
	}
	l.takes[key] = false
	local := l.Prog.Local(u, name)
	takes = l.hides(u, name) || l.near(u, source.Assigned, name) || slices.ContainsFunc(local, func(f *callgraph.Func) bool { return l.callsTaker(f, depth-1) })
	if callgraph.OnlySometimes(local) {
		takes = takes || l.near(u, source.Declared, name) || strings.Contains(name, "lock") && l.taken(u, source.Declared, name, func(string) bool { return true })
	}
	l.takes[key] = takes
	return takes
}

// hides tells whether a macro may take a lock where that is not followed.
func (l *lockSearch) hides(u *parser.Unit, name string) bool {
	m, in := l.Prog.Macro(u, name)
	if m == nil {
		return false
	}
	text := in.Slice(m.Span)
	return strings.Contains(text, "guard") || m.Value == nil && m.Body == nil && strings.Contains(text, "lock")
}

// near tells whether a name is used so in a file of the same directory, above or
// below in which mmap_lock is taken.
func (l *lockSearch) near(u *parser.Unit, use source.Use, name string) bool {
	dir := path.Dir(u.Path) + "/"
	return l.taken(u, use, name, func(p string) bool {
		return strings.HasPrefix(p, dir) || strings.HasPrefix(dir, path.Dir(p)+"/")
	})
}

// taken tells whether a name is used so in one of the files in which mmap_lock is
// taken.
func (l *lockSearch) taken(u *parser.Unit, use source.Use, name string, in func(path string) bool) bool {
	if len(l.takers) == 0 || !slices.ContainsFunc(l.takers, in) {
		return false
	}
	return slices.ContainsFunc(l.Prog.FilesFor(u.Path, use, name), func(p string) bool { return in(p) && slices.Contains(l.takers, p) })
}
