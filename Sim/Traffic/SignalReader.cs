using Signals.Core.Model;

namespace Signals.Sim.Traffic;

/// <summary>Translates group indications into what each junction path is told.</summary>
internal static class SignalReader
{
    /// <summary>Reads the indications of one intersection into the lights and ranks of its paths.</summary>
    public static void Read(TrafficState state, int intersection)
    {
        var groups = state.Signals[intersection];
        foreach (var p in state.Network.PathsOf[intersection])
        {
            var path = state.Network.Paths[p];
            var light = Max(Protected(groups, path.ProtectedBy), Permissive(groups, path.PermissiveUnder));
            if (light >= Light.Permissive && state.PathLight[p] < Light.Permissive)
            {
                state.GoSince[p] = state.Time;
            }

            state.PathLight[p] = light;
            state.Rank[p] = RankOf(path, light);
        }
    }

    private static Light Protected(GroupState[] groups, int group) => group < 0 ? Light.Stop : groups[group] switch
    {
        GroupState.Green => Light.Protected,
        GroupState.Yellow => Light.Clearing,
        GroupState.FlashingYellow or GroupState.FlashingYellowArrow => Light.Permissive,
        GroupState.FlashingRed or GroupState.Dark or GroupState.Fault => Light.StopThenGo,
        _ => Light.Stop,
    };

    private static Light Permissive(GroupState[] groups, int group) => group < 0 ? Light.Stop : groups[group] switch
    {
        GroupState.Green or GroupState.FlashingYellow or GroupState.FlashingYellowArrow => Light.Permissive,
        GroupState.Yellow => Light.Clearing,
        GroupState.FlashingRed or GroupState.Dark or GroupState.Fault => Light.StopThenGo,
        _ => Light.Stop,
    };

    private static Light Max(Light a, Light b) => a > b ? a : b;

    /// <summary>Protected before permissive before turn on red; within each, through before near turn before far turn.</summary>
    private static byte RankOf(JunctionPath path, Light light)
    {
        var turn = path.Turn == Turn.Through ? 3 : path.IsFarTurn ? 1 : 2;
        return (byte)(light == Light.Protected ? 4 + turn : light is Light.Permissive or Light.Clearing ? turn : 0);
    }
}
