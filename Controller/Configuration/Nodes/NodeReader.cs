using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Signals.Actors.Cluster;
using Signals.Actors.Messages.Serialization;
using Signals.Controller.Configuration.Yaml;

namespace Signals.Controller.Configuration.Nodes;

/// <summary>Reads a node file from its tree.</summary>
internal static partial class NodeReader
{
    private const int MostSeeds = 9;

    /// <summary>Path of a Unix socket: <c>sun_path</c> holds 107 characters.</summary>
    private const int MostSocketPath = 107;

    /// <param name="root">The tree.</param>
    /// <param name="log">Where findings go; with an error in it, what is returned must not be used.</param>
    /// <param name="folder">Where relative paths start.</param>
    public static NodeSettings? Read(ConfigNode root, FindingLog log, string folder)
    {
        var section = new SectionReader(root, NodeSections.Node, new Scope(log, "", ""));
        if (!section.IsMap)
        {
            return null;
        }

        var name = Name(section);
        var bind = Bind(section);
        var address = section.Text("address", bind.ToString());
        Check(section, "address", HostName().IsMatch(address), $"address \"{address}\" is not a host name or IP address; write for example 10.1.0.5");
        if ((bind.Equals(IPAddress.Any) || bind.Equals(IPAddress.IPv6Any)) && !section.Has("address"))
        {
            section.Scope.Error(section.At("bind"), $"bind {bind} is no address by which others reach this node; add address, for example 10.1.0.5", "bind");
        }

        var port = section.Integer("port", NodeSettings.DefaultPort, 1, 65535);
        var seeds = Seeds(section, new NodeAddress(address, port));
        var tls = section.Find("tls") is { } node ? Tls(node, section.Scope.In("tls", "tls"), folder) : null;
        if (tls is null && !IPAddress.IsLoopback(bind))
        {
            section.Scope.Warning(
                section.At("bind"), "cluster traffic is open to whoever reaches this port; add tls unless the segment is isolated", "tls");
        }

        var roles = Roles(section);
        if (seeds.Length == 2 && roles.Contains(NodeRole.Control) && !seeds.Contains(new NodeAddress(address, port)))
        {
            section.Scope.Error(
                section.At("seeds"),
                $"two seeds mean a cluster of two nodes, and this one ({new NodeAddress(address, port)}) is neither of them; with more nodes list at least three", "seeds");
        }

        return new NodeSettings
        {
            Name = name,
            Bind = bind,
            Address = address,
            Port = port,
            Seeds = seeds,
            Roles = roles,
            MinimumMembers = section.Integer("minimum-members", seeds.Length / 2 + 1, 1, 100),
            Corridors = Corridors(section, folder),
            Home = Words(section, "home", IntersectionId(), "an intersection's id"),
            ControlSocket = Socket(section, name, folder),
            Health = Health(section),
            Tls = tls,
            WireVersion = section.Integer("wire-version", WireVersion.Newest, WireVersion.Oldest, WireVersion.Newest),
        };
    }

    private static string Name(SectionReader section)
    {
        var name = section.Text("node");
        Check(section, "node", NodeName().IsMatch(name), $"node \"{name}\" must be 1–40 of a–z, 0–9 and '-', for example edge-1");
        return name;
    }

    private static IPAddress Bind(SectionReader section)
    {
        var text = section.Text("bind", "127.0.0.1");
        var valid = IPAddress.TryParse(text, out var bind);
        Check(section, "bind", valid, $"bind \"{text}\" is not an IP address of this machine; write for example 127.0.0.1 or 0.0.0.0");
        return valid ? bind! : IPAddress.Loopback;
    }

    private static ImmutableArray<NodeAddress> Seeds(SectionReader section, NodeAddress self)
    {
        var seeds = new List<NodeAddress>();
        foreach (var item in section.Items("seeds"))
        {
            if (TryAddress(item.Text, out var seed))
            {
                seeds.Add(seed);
            }
            else
            {
                section.Scope.Error(item, $"seed \"{item.Text}\" is not HOST:PORT; write for example 10.1.0.5:{NodeSettings.DefaultPort}", "seeds");
            }
        }

        if (seeds.Distinct().Count() != seeds.Count || seeds.Count > MostSeeds)
        {
            section.Scope.Error(section.At("seeds"), $"seeds must be at most {MostSeeds} different addresses", "seeds");
        }

        return seeds.Count > 0 ? [.. seeds] : [self];
    }

    private static ImmutableArray<string> Roles(SectionReader section)
    {
        var roles = Words(section, "roles", NodeName(), "1–40 of a–z, 0–9 and '-'");
        return section.Has("roles") ? roles : ["control"];
    }

    private static ImmutableArray<string> Corridors(SectionReader section, string folder)
    {
        var files = section.Items("corridors").Select(item => Path.GetFullPath(item.Text, folder)).ToImmutableArray();
        if (files.IsEmpty && section.Has("corridors"))
        {
            section.Scope.Error(section.At("corridors"), "corridors is empty; a node needs at least one corridor file", "corridors");
        }

        return files;
    }

    private static string Socket(SectionReader section, string name, string folder)
    {
        var path = Path.GetFullPath(section.Text("control-socket", $"/run/signals/{name}.sock"), folder);
        Check(section, "control-socket", path.Length <= MostSocketPath, $"control-socket {path} is longer than {MostSocketPath} characters; choose a shorter path");
        return path;
    }

    private static IPEndPoint? Health(SectionReader section)
    {
        if (!section.Has("health"))
        {
            return null;
        }

        var text = section.Text("health");
        var valid = IPEndPoint.TryParse(text, out var health) && health.Port > 0;
        Check(section, "health", valid, $"health \"{text}\" is not ADDRESS:PORT; write for example 127.0.0.1:8080");
        return valid ? health : null;
    }

    private static NodeTls? Tls(ConfigNode node, Scope scope, string folder)
    {
        var section = new SectionReader(node, NodeSections.Tls, scope);
        var certificate = ExistingFile(section, "certificate", folder);
        var key = section.Has("key") ? ExistingFile(section, "key", folder) : certificate;
        var trust = section.Has("trust") ? ExistingFile(section, "trust", folder) : null;
        var pins = Words(section, "pins", Sha256(), "the SHA-256 of a certificate, 64 hex digits").Select(pin => pin.ToLowerInvariant()).ToImmutableArray();
        if (section.IsMap && trust is null == pins.IsEmpty)
        {
            scope.Error(node, "needs either trust (authorities that sign the nodes' certificates) or pins (the certificates themselves)");
        }

        return new NodeTls(certificate, key, trust, pins);
    }

    private static string ExistingFile(SectionReader section, string key, string folder)
    {
        var path = Path.GetFullPath(section.Text(key, "missing"), folder);
        Check(section, key, File.Exists(path), $"{key} {path} does not exist; write the path of a PEM file, relative to this one's folder");
        return path;
    }

    private static ImmutableArray<string> Words(SectionReader section, string key, Regex accepted, string what)
    {
        var words = new List<string>();
        foreach (var item in section.Items(key))
        {
            if (!accepted.IsMatch(item.Text))
            {
                section.Scope.Error(item, $"\"{item.Text}\" in {key} is not {what}", key);
            }
            else if (words.Contains(item.Text))
            {
                section.Scope.Error(item, $"\"{item.Text}\" is given twice in {key}; keep one of them", key);
            }

            words.Add(item.Text);
        }

        return [.. words];
    }

    private static void Check(SectionReader section, string key, bool valid, string message)
    {
        if (!valid && section.Has(key))
        {
            section.Scope.Error(section.At(key), message, key);
        }
    }

    private static bool TryAddress(string text, out NodeAddress address)
    {
        address = default;
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
        {
            return false;
        }

        var host = text[..colon].TrimStart('[').TrimEnd(']');
        address = new NodeAddress(host, port);
        return HostName().IsMatch(host);
    }

    [GeneratedRegex(@"^[a-z0-9\-]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex NodeName();

    [GeneratedRegex(@"^[A-Za-z0-9:._\-]{1,253}$", RegexOptions.CultureInvariant)]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[^.\p{Cc}]{1,40}$", RegexOptions.CultureInvariant)]
    private static partial Regex IntersectionId();

    [GeneratedRegex(@"^[0-9A-Fa-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex Sha256();
}
