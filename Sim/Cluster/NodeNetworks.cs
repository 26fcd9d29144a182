using System.Globalization;
using System.Net;

namespace Signals.Sim.Cluster;

/// <summary>
/// A network namespace for each node, joined by a bridge, so that nodes can be cut off from each other while both still reach the cabinets. Needs root and
/// <c>ip</c> of iproute2; removes what it made.
/// </summary>
public sealed class NodeNetworks : IDisposable
{
    private readonly string _prefix = string.Create(CultureInfo.InvariantCulture, $"sig{Environment.ProcessId % 10000}");
    private readonly int _count;

    private NodeNetworks(int count) => _count = count;

    /// <summary>Address of the machine itself, for cabinets.</summary>
    public static IPAddress Field { get; } = IPAddress.Parse("10.213.77.254");

    /// <summary>Address of node <paramref name="index"/>, from 0.</summary>
    public static IPAddress AddressOf(int index) => IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"10.213.77.{index + 1}"));

    /// <summary>Name of the namespace of node <paramref name="index"/>.</summary>
    public string NameOf(int index) => string.Create(CultureInfo.InvariantCulture, $"{_prefix}n{index + 1}");

    /// <summary>Makes them; null with a reason where this machine does not let us.</summary>
    public static NodeNetworks? TryCreate(int count, out string reason)
    {
        var networks = new NodeNetworks(count);
        try
        {
            networks.Create();
            reason = "";
            return networks;
        }
        catch (IOException failure)
        {
            networks.Dispose();
            reason = $"network namespaces cannot be made here ({failure.Message}); run as root with iproute2 installed";
            return null;
        }
    }

    /// <summary>Packets of <paramref name="from"/> to <paramref name="to"/> vanish without an answer.</summary>
    public void Cut(int from, int to) => Ip($"-n {NameOf(from)} route add blackhole {AddressOf(to)}/32");

    /// <summary>They arrive again.</summary>
    public void Mend(int from, int to) => Ip($"-n {NameOf(from)} route del blackhole {AddressOf(to)}/32");

    public void Dispose()
    {
        for (var i = 0; i < _count; i++)
        {
            Try($"netns del {NameOf(i)}");
        }

        Try($"link del {_prefix}br");
    }

    private void Create()
    {
        Ip($"link add {_prefix}br type bridge");
        Ip($"addr add {Field}/24 dev {_prefix}br");
        Ip($"link set {_prefix}br up");
        for (var i = 0; i < _count; i++)
        {
            var (name, outside) = (NameOf(i), $"{NameOf(i)}o");
            Ip($"netns add {name}");
            Ip($"link add {outside} type veth peer name eth0 netns {name}");
            Ip($"link set {outside} master {_prefix}br up");
            Ip($"-n {name} addr add {AddressOf(i)}/24 dev eth0");
            Ip($"-n {name} link set eth0 up");
            Ip($"-n {name} link set lo up");
        }
    }

    private static void Try(string arguments) => SystemTool.Try("ip", arguments);

    private static void Ip(string arguments) => SystemTool.Run("ip", arguments);
}
