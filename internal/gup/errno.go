// SPDX-License-Identifier: MIT

package gup

// errnos are the error numbers that the family and its callers deal in, as
// include/uapi/asm-generic/errno-base.h and errno.h number them, and
// include/linux/errno.h those from 512 on. A few architectures number some of
// them otherwise; nothing depends on the numbers but telling them apart.
var errnos = map[string]int64{
	"EPERM": 1, "ENOENT": 2, "ESRCH": 3, "EINTR": 4, "EIO": 5, "ENXIO": 6, "E2BIG": 7, "ENOEXEC": 8, "EBADF": 9,
	"ECHILD": 10, "EAGAIN": 11, "EWOULDBLOCK": 11, "ENOMEM": 12, "EACCES": 13, "EFAULT": 14, "ENOTBLK": 15,
	"EBUSY": 16, "EEXIST": 17, "EXDEV": 18, "ENODEV": 19, "ENOTDIR": 20, "EISDIR": 21, "EINVAL": 22, "ENFILE": 23,
	"EMFILE": 24, "ENOTTY": 25, "ETXTBSY": 26, "EFBIG": 27, "ENOSPC": 28, "ESPIPE": 29, "EROFS": 30, "EMLINK": 31,
	"EPIPE": 32, "EDOM": 33, "ERANGE": 34, "EDEADLK": 35, "ENAMETOOLONG": 36, "ENOLCK": 37, "ENOSYS": 38,
	"ELOOP": 40, "ENODATA": 61, "ETIME": 62, "EPROTO": 71, "EBADMSG": 74, "EOVERFLOW": 75, "EREMOTEIO": 121,
	"EMSGSIZE": 90, "EPROTONOSUPPORT": 93, "EOPNOTSUPP": 95, "ENETDOWN": 100, "ENOBUFS": 105, "ETIMEDOUT": 110,
	"EALREADY": 114, "EINPROGRESS": 115, "ESTALE": 116, "ECANCELED": 125, "EOWNERDEAD": 130, "EHWPOISON": 133,
	"ERESTARTSYS": 512, "ERESTARTNOINTR": 513, "ERESTARTNOHAND": 514, "ENOIOCTLCMD": 515,
	"ERESTART_RESTARTBLOCK": 516, "EPROBE_DEFER": 517, "ENOTSUPP": 524, "EIOCBQUEUED": 529,
}

// Errnos gives the error numbers by name, positive.
func Errnos() map[string]int64 {
	m := make(map[string]int64, len(errnos))
	for k, v := range errnos {
		m[k] = v
	}
	return m
}

// ErrnoName spells a negative error number as C does, "" if it has no name.
func ErrnoName(v int64) string {
	best := ""
	for k, n := range errnos {
		if n == -v && (best == "" || len(k) < len(best) || len(k) == len(best) && k < best) {
			best = k
		}
	}
	if best == "" {
		return ""
	}
	return "-" + best
}
