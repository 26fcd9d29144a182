using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Networks;

/// <summary>Small SUMO networks of this folder.</summary>
internal static class SumoNetworks
{
    /// <summary>Two signals with a merge between them, turn on red, protected-permissive lefts and a crossing on foot; drawn in the file's head.</summary>
    public static string TwoSignals => Repository.PathOf("Tests", "Sim", "Sumo", "Networks", "two-signals.sumocfg");

    public static SumoScene Import(SumoImportOptions? options = null) =>
        SumoImport.Build(SumoConfiguration.Read(TwoSignals).ReadNetwork(), options ?? SumoImportOptions.Default);
}
