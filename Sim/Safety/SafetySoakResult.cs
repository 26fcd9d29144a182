using Signals.Core.Units;

namespace Signals.Sim.Safety;

/// <summary>Outcome of one soak run; safe when nothing was found and every call was served within its bound.</summary>
/// <param name="Intersection">Id of the intersection.</param>
/// <param name="Seed">Seed that repeats the run exactly.</param>
/// <param name="Steps">Control steps of 100 ms.</param>
/// <param name="Findings">Deviations that the strict auditor saw on the load switches.</param>
/// <param name="FirstFindings">The first of them, in words.</param>
/// <param name="UnexplainedTrips">Monitor trips while no lamp fault was injected.</param>
/// <param name="ExplainedTrips">Monitor trips after an injected lamp fault: proof that the monitor was awake.</param>
/// <param name="LateServices">Calls that waited beyond their bound.</param>
/// <param name="LongestWait">Longest wait of a call while local plan or remote was in charge.</param>
/// <param name="WaitBound">The bound it is judged by.</param>
/// <param name="Greens">Starts of right of way.</param>
/// <param name="FramesAccepted">Frames that the cabinet accepted.</param>
/// <param name="FramesRejected">Frames, claims and partial writes that it refused.</param>
/// <param name="CycleFaults">Times the cabinet took itself back because a remote master starved a call.</param>
/// <param name="StepsByMode">Steps in each cabinet mode, by mode value.</param>
/// <param name="Digest">Hash of everything that was lit; equal for equal seeds.</param>
public sealed record SafetySoakResult(
    string Intersection,
    int Seed,
    long Steps,
    long Findings,
    IReadOnlyList<string> FirstFindings,
    long UnexplainedTrips,
    long ExplainedTrips,
    long LateServices,
    Duration LongestWait,
    Duration WaitBound,
    long Greens,
    long FramesAccepted,
    long FramesRejected,
    long CycleFaults,
    IReadOnlyList<long> StepsByMode,
    ulong Digest)
{
    public bool IsSafe => Findings == 0 && UnexplainedTrips == 0 && LateServices == 0;
}
