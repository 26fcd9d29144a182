using Signals.Core.Model;
using Signals.Core.Safety;

namespace Signals.Core.Timing;

/// <summary>
/// Decides which groups shall be green. Deterministic: the same views in the same order give the same intents. Called every tick (100 ms).
/// A controller keeps its own state but never a clock; it starts from whatever the cabinet shows.
/// </summary>
public interface IController
{
    /// <summary>Rung of the degradation ladder that this controller is.</summary>
    ControlLevel Level { get; }

    /// <summary>Takes over from what is shown: nothing visible may change because of the hand-over alone.</summary>
    void Adopt(in ControlView view);

    ControlIntent Decide(in ControlView view);

    /// <summary>
    /// Things worth a hi-res event since the last call (gap-out, max-out, force-off, coordination state), appended to <paramref name="into"/>.
    /// </summary>
    void DrainEvents(ICollection<ControllerEvent> into);

    /// <summary>Why the last decision was taken, in one line for the console and the log.</summary>
    string Explain();
}

/// <summary>A hi-res event without its time and device, which the tick adds.</summary>
public readonly record struct ControllerEvent(Measures.EventCode Code, int Parameter);
