namespace Signals.Drivers.Cabinet;

/// <summary>Timing of a cabinet link. Immutable.</summary>
public sealed record CabinetDriverOptions
{
    public static readonly CabinetDriverOptions Default = new();

    /// <summary>Longest time between two exchanges. Default 100 ms.</summary>
    public TimeSpan PollPeriod { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>A command decided for a deadline longer ago is dropped, not sent. Default 500 ms.</summary>
    public TimeSpan CommandFreshness { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The lease is renewed only while something was submitted this recently: a silent controller lets it lapse. Default 1 s.</summary>
    public TimeSpan RenewWithin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>More than this from the begin of one exchange to that of the next is a pause: re-validate before any write. Default 1 s.</summary>
    public TimeSpan PauseLimit { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A heartbeat that stands still this long means a dead cabinet behind a living network. Default 500 ms.</summary>
    public TimeSpan HeartbeatLimit { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>First and longest wait after a failed exchange. Default 100 ms … 2 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Wait before a device that was refused is looked at again. Default 10 s.</summary>
    public TimeSpan MismatchRetryDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Claim the epoch as soon as the cabinet is identified. False: observe until <see cref="CabinetDriver.AllowClaim"/> (shadow mode).</summary>
    public bool ClaimAtStart { get; init; } = true;
}
