namespace Signals.Actors.Clock;

/// <summary>Where the control clock stands; readable from any thread without locking.</summary>
public interface ITickGrid
{
    /// <summary>Number of the last tick that was told. A tick message with a lower number is stale.</summary>
    long LatestNumber { get; }

    /// <summary>The control time line, the one on which deadlines lie.</summary>
    TimeProvider Time { get; }
}
