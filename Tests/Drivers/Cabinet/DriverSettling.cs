using System.Diagnostics;
using Signals.Drivers.Cabinet;

namespace Signals.Tests.Drivers.Cabinet;

internal static class DriverSettling
{
    /// <summary>The loop runs on the pool: it is idle again when it has acted on every signal. Yields rather than delays: steps are many.</summary>
    public static async Task SettleAsync(this CabinetDriver driver)
    {
        var started = Stopwatch.GetTimestamp();
        while (!driver.IsIdle)
        {
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(10)), "the driver finishes its exchange");
            await Task.Yield();
        }
    }
}
