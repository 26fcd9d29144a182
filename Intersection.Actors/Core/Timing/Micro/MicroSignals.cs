using Signals.Core.Safety;
using Signals.Core.Model;

namespace Signals.Core.Timing.Micro;

/// <summary>What a driver who makes a movement sees.</summary>
internal enum MicroLight : byte
{
    Stop = 0,

    /// <summary>Red, but may turn after stopping.</summary>
    StopThenGo = 1,
    Clearing = 2,
    Go = 3,
}

/// <summary>Light of every movement from masks of signal groups, for how long it has been go, and whether it must yield.</summary>
internal sealed class MicroSignals(MicroNetwork network)
{
    private readonly MicroLight[] _light = new MicroLight[network.Movements.Length];
    private readonly bool[] _yields = new bool[network.Movements.Length];
    private readonly float[] _goAt = new float[network.Movements.Length];
    private readonly float[] _rootGoAt = new float[network.Movements.Length];
    private ulong _go;
    private ulong _clearing;
    private bool _known;

    public ReadOnlySpan<MicroLight> Light => _light;

    /// <summary>True while the movement gives way to others although it may go.</summary>
    public ReadOnlySpan<bool> Yields => _yields;

    /// <summary>Second at which the movement's right of way began; negative for one that was running at the start.</summary>
    public ReadOnlySpan<float> GoAt => _goAt;

    /// <summary>Takes for how long each group has been go now.</summary>
    public void Root(ReadOnlySpan<GroupStatus> shown)
    {
        for (var m = 0; m < _rootGoAt.Length; m++)
        {
            var movement = network.Movements[m];
            _rootGoAt[m] = MathF.Min(Since(shown, movement.ProtectedBy), Since(shown, movement.PermissiveUnder));
        }
    }

    /// <summary>Starts another run from the root.</summary>
    public void Reset()
    {
        _known = false;
        _rootGoAt.CopyTo(_goAt, 0);
    }

    /// <summary>Sets the masks of one step; cheap when they are those of the step before.</summary>
    public void Show(ulong go, ulong clearing, float time)
    {
        if (_known && go == _go && clearing == _clearing)
        {
            return;
        }

        (_known, _go, _clearing) = (true, go, clearing);
        for (var m = 0; m < _light.Length; m++)
        {
            var light = LightOf(network.Movements[m], go, clearing);
            if (light == MicroLight.Go && float.IsPositiveInfinity(_goAt[m]))
            {
                _goAt[m] = time;
            }
            else if (light != MicroLight.Go)
            {
                _goAt[m] = float.PositiveInfinity;
            }

            _light[m] = light;
        }

        for (var m = 0; m < _light.Length; m++)
        {
            _yields[m] = MustYield(m, go);
        }
    }

    private static MicroLight LightOf(in MicroMovement movement, ulong go, ulong clearing)
    {
        if (Has(go, movement.ProtectedBy) || Has(go, movement.PermissiveUnder))
        {
            return MicroLight.Go;
        }

        if (Has(clearing, movement.ProtectedBy) || Has(clearing, movement.PermissiveUnder))
        {
            return MicroLight.Clearing;
        }

        return movement.OnRed ? MicroLight.StopThenGo : MicroLight.Stop;
    }

    private bool MustYield(int m, ulong go)
    {
        var movement = network.Movements[m];
        if (_light[m] == MicroLight.Go && !movement.YieldsWhenProtected && Has(go, movement.ProtectedBy))
        {
            return false;
        }

        foreach (var foe in network.YieldsTo[m])
        {
            if (_light[foe] >= MicroLight.Clearing)
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(ulong mask, int group) => group >= 0 && (mask >> group & 1) != 0;

    private static float Since(ReadOnlySpan<GroupStatus> shown, int group) =>
        group >= 0 && shown[group].State.IsGo() ? -(float)shown[group].TimeInState.TotalSeconds : float.PositiveInfinity;
}
