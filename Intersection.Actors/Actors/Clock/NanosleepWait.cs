using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Signals.Actors.Clock;

/// <summary>
/// Absolute sleep on Linux: <c>clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME)</c>. The runtime's timestamps are that same clock in nanoseconds, so a deadline
/// needs no conversion and an interrupted sleep no arithmetic.
/// </summary>
public sealed partial class NanosleepWait : IGridWait
{
    private const int ClockMonotonic = 1;
    private const int AbsoluteTime = 1;
    private const int Interrupted = 4;
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>True where timestamps are nanoseconds of CLOCK_MONOTONIC and <c>long</c> is the kernel's time_t.</summary>
    public static bool IsSupported =>
        OperatingSystem.IsLinux() && Environment.Is64BitProcess && Stopwatch.Frequency == NanosecondsPerSecond;

    /// <exception cref="InvalidOperationException">The kernel refused the call, e.g. a seccomp filter.</exception>
    public void Until(long timestamp)
    {
        var until = new Timespec(timestamp / NanosecondsPerSecond, timestamp % NanosecondsPerSecond);
        int error;
        do
        {
            error = ClockNanosleep(ClockMonotonic, AbsoluteTime, in until, 0);
        }
        while (error == Interrupted);

        if (error != 0)
        {
            throw new InvalidOperationException($"clock_nanosleep failed with errno {error}; the control clock cannot keep its grid");
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_nanosleep")]
    private static partial int ClockNanosleep(int clock, int flags, in Timespec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Timespec(long Seconds, long Nanoseconds);
}
