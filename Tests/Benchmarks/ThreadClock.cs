using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Signals.Benchmarks;

/// <summary>
/// CPU time of the calling thread: what a computation costs when the machine is shared and wall time says more about the others. Linux only
/// (clock_gettime(2), CLOCK_THREAD_CPUTIME_ID); elsewhere wall time.
/// </summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Now, ns.</summary>
    public static long Now => OperatingSystem.IsLinux() && GetTime(ThreadCpuTime, out var time) == 0
        ? (time.Seconds * 1_000_000_000) + time.Nanoseconds
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
