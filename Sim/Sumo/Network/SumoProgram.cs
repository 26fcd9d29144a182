using System.Collections.Immutable;

namespace Signals.Sim.Sumo.Network;

/// <summary>A <c>tlLogic</c>: one program of one traffic light.</summary>
/// <param name="Signal">Id of the traffic light.</param>
/// <param name="ProgramId">Id of the program.</param>
/// <param name="Type"><c>static</c>, <c>actuated</c> …</param>
/// <param name="Offset">Shift of the cycle against time 0, s.</param>
/// <param name="Phases">In order; at least one, all states equally long.</param>
public sealed record SumoProgram(string Signal, string ProgramId, string Type, double Offset, ImmutableArray<SumoPhase> Phases)
{
    /// <summary>Number of links, the length of every state.</summary>
    public int LinkCount => Phases[0].State.Length;

    /// <summary>Sum of the durations, s.</summary>
    public double Cycle => Phases.Sum(p => p.Duration);
}

/// <summary>One state of a program.</summary>
/// <param name="Duration">Seconds.</param>
/// <param name="State">One character a link: <c>G</c> green, <c>g</c> green after yielding, <c>y</c> yellow, <c>r</c> red, <c>s</c> turn on red after a stop, <c>u</c> red-amber.</param>
public sealed record SumoPhase(double Duration, string State);
