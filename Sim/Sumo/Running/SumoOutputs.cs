namespace Signals.Sim.Sumo.Running;

/// <summary>The files of one run: enough to score and check it again.</summary>
/// <param name="Folder">Folder of the run.</param>
public sealed record SumoOutputs(string Folder)
{
    /// <summary>SUMO's tripinfo output, vehicles that did not arrive included.</summary>
    public string TripInfo => Path.Combine(Folder, "tripinfo.xml");

    /// <summary>SUMO's statistic output.</summary>
    public string Statistic => Path.Combine(Folder, "statistic.xml");

    /// <summary>SUMO's record of every signal's state in every step (SaveTLSStates).</summary>
    public string Signals => Path.Combine(Folder, "signals.xml");

    /// <summary>What we give SUMO beside the scenario: the order to write <see cref="Signals"/>, and programs. Gone after a run that did not fail.</summary>
    public string Additional => Path.Combine(Folder, "additional.xml");
}
