/* Makes a disk without a write cache: each fsync and fdatasync takes 1 ms more.
 *
 * cc -shared -fPIC -O2 -o slow_fsync.so slow_fsync.c -ldl; preloaded into the server alone.
 * PostgreSQL's wal_sync_method is fdatasync on Linux; sync_file_range only begins write-back.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int after_a_millisecond(const char *name, int file)
{
    const struct timespec millisecond = {0, 1000000};
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    nanosleep(&millisecond, 0);
    return real(file);
}

int fsync(int file) { return after_a_millisecond("fsync", file); }

int fdatasync(int file) { return after_a_millisecond("fdatasync", file); }
