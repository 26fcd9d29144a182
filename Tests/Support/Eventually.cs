using System.Diagnostics;

namespace Signals.Tests.Support;

/// <summary>Waits for something that another thread does, with a deadline instead of a guess.</summary>
public static class Eventually
{
    /// <summary>Polls every 10 ms until true; fails with <paramref name="what"/> after <paramref name="within"/> (default 10 s).</summary>
    public static Task IsTrue(Func<bool> condition, string what, TimeSpan? within = null) =>
        IsTrue(() => Task.FromResult(condition()), what, within);

    /// <inheritdoc cref="IsTrue(Func{bool}, string, TimeSpan?)"/>
    public static async Task IsTrue(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var limit = within ?? TimeSpan.FromSeconds(10);
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                Assert.Fail($"not within {limit.TotalSeconds:0.#} s: {what}");
            }

            await Task.Delay(10);
        }
    }
}
