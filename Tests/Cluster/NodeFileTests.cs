using System.Net;
using System.Text;
using Signals.Controller.Configuration.Nodes;
using Signals.Core.Safety.Standards;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class NodeFileTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Test]
    public void Short_file_gets_safe_defaults()
    {
        var node = Read("node: edge-1\ncorridors: [main.yaml]").Node!;

        Assert.Multiple(() =>
        {
            Assert.That(node.Bind, Is.EqualTo(IPAddress.Loopback), "nobody else reaches it unless told");
            Assert.That(node.Port, Is.EqualTo(4053));
            Assert.That(node.Seeds, Is.EqualTo(new[] { new NodeAddress("127.0.0.1", 4053) }));
            Assert.That(node.Roles, Is.EqualTo(new[] { "control" }));
            Assert.That(node.MinimumMembers, Is.EqualTo(1));
            Assert.That(node.Corridors, Is.EqualTo(new[] { _folder.File("main.yaml") }));
            Assert.That(node.ControlSocket, Is.EqualTo("/run/signals/edge-1.sock"));
            Assert.That(node.Tls, Is.Null);
        });
    }

    [Test]
    public void Whole_file_is_read()
    {
        File.WriteAllText(_folder.File("edge-1.pem"), "");
        File.WriteAllText(_folder.File("ca.pem"), "");

        var read = Read(
            """
            node: edge-1
            bind: 0.0.0.0
            address: edge-1.example
            port: 5000
            seeds: ["10.1.0.5:4053", "[2001:db8::1]:4054", "edge-3:4053"]
            roles: [control, north]
            minimum-members: 2
            corridors: [main.yaml, high.yaml]
            home: [main-1st, main-2nd]
            control-socket: edge.sock
            health: 127.0.0.1:8080
            tls: { certificate: edge-1.pem, trust: ca.pem }
            """);

        Assert.That(read.Findings, Is.Empty);
        Assert.Multiple(() =>
        {
            Assert.That(read.Node!.Address, Is.EqualTo("edge-1.example"));
            Assert.That(read.Node.Seeds[1], Is.EqualTo(new NodeAddress("2001:db8::1", 4054)));
            Assert.That(read.Node.Seeds[1].ToString(), Is.EqualTo("[2001:db8::1]:4054"));
            Assert.That(read.Node.Home, Is.EqualTo(new[] { "main-1st", "main-2nd" }));
            Assert.That(read.Node.ControlSocket, Is.EqualTo(_folder.File("edge.sock")));
            Assert.That(read.Node.Health, Is.EqualTo(new IPEndPoint(IPAddress.Loopback, 8080)));
            Assert.That(read.Node.Tls!.Key, Is.EqualTo(_folder.File("edge-1.pem")));
        });
    }

    [TestCase("node: Edge 1", 1, "must be 1–40 of a–z")]
    [TestCase("node: e\nport: 70000", 2, "not a whole number 1–65535")]
    [TestCase("node: e\nbind: somewhere", 2, "not an IP address")]
    [TestCase("node: e\nbind: 0.0.0.0", 2, "add address")]
    [TestCase("node: e\nbind: \"::\"", 2, "add address")]
    [TestCase("node: e\nseeds: [\"a\"]", 2, "not HOST:PORT")]
    [TestCase("node: e\nseeds: [\"a:1\", \"a:1\"]", 2, "different addresses")]
    [TestCase("node: e\nseeds: [\"10.1.0.5:4053\", \"10.1.0.6:4053\"]", 2, "neither of them")]
    [TestCase("node: e\nwire-version: 3", 2, "not a whole number 1–2")]
    [TestCase("node: e\nhome: [x, x]", 2, "given twice")]
    [TestCase("node: e\nhealth: 8080x", 2, "not ADDRESS:PORT")]
    [TestCase("node: e\nrole: [control]", 2, "did you mean \"roles\"")]
    [TestCase("node: e\ntls: { certificate: none.pem, trust: none.pem }", 2, "does not exist")]
    [TestCase("node: e\ntls: { certificate: none.pem }", 2, "either trust")]
    public void Wrong_file_names_line_field_and_what_would_be_accepted(string lines, int line, string message)
    {
        var read = Read(lines + "\ncorridors: [main.yaml]");

        Assert.That(read.Node, Is.Null);
        Assert.That(read.Findings.Select(f => (f.Severity, f.Line, f.Message)), Has.Some.Matches<(Severity Severity, int Line, string Message)>(
            f => f.Severity == Severity.Error && f.Line == line && f.Message.Contains(message, StringComparison.Ordinal)), string.Join('\n', read.Findings));
    }

    [Test]
    public void Two_seeds_are_a_pair_for_its_two_nodes_and_for_nobody_who_looks_on()
    {
        var one = Read("node: e\nseeds: [\"127.0.0.1:4053\", \"127.0.0.1:4054\"]\ncorridors: [main.yaml]").Node!;
        var watching = Read("node: e\nport: 4055\nroles: [desk]\nseeds: [\"127.0.0.1:4053\", \"127.0.0.1:4054\"]\ncorridors: [main.yaml]").Node!;
        var three = Read("node: e\nseeds: [\"127.0.0.1:4053\", \"127.0.0.1:4054\", \"127.0.0.1:4055\"]\ncorridors: [main.yaml]").Node!;

        Assert.That(new[] { one, watching, three }.Select(n => n.IsPair), Is.EqualTo(new[] { true, false, false }));
    }

    [Test]
    public void Open_port_without_tls_is_warned_of()
    {
        var read = Read("node: e\nbind: 10.1.0.5\ncorridors: [main.yaml]");

        Assert.That(read.Node, Is.Not.Null);
        Assert.That(read.Findings.Single().Message, Does.Contain("add tls"));
    }

    [Test]
    public void Example_beside_the_unit_file_is_valid()
    {
        var path = Repository.PathOf("Controller", "deploy", "node.yaml");
        var read = NodeFile.Load(path);

        Assert.That(read.Findings, Is.Empty);
        Assert.That(Roster.Load(read.Node!, path).Findings, Is.Empty);
    }

    [Test]
    public void Roster_merges_files_and_refuses_an_intersection_that_is_in_two()
    {
        File.Copy(TestCorridors.PathOf("main-street.yaml"), _folder.File("main.yaml"));
        File.Copy(TestCorridors.PathOf("main-street.yaml"), _folder.File("again.yaml"));
        var one = Read("node: e\ncorridors: [main.yaml]\nhome: [main-1st]").Node!;
        var twice = Read("node: e\ncorridors: [main.yaml, again.yaml]").Node!;
        var nowhere = Read("node: e\ncorridors: [main.yaml]\nhome: [main-1th]").Node!;

        Assert.That(Roster.Load(one, "n.yaml").Corridor!.Intersections, Has.Length.EqualTo(5));
        Assert.That(Roster.Load(twice, "n.yaml").Corridor, Is.Null);
        Assert.That(Roster.Load(twice, "n.yaml").Findings.First().ToString(), Does.Contain("main-1st").And.Contain("unique"));
        Assert.That(Roster.Load(nowhere, "n.yaml").Findings.Single().ToString(), Does.Contain("did you mean \"main-"));
    }

    private NodeLoadResult Read(string yaml) => NodeFile.Parse(_folder.File("node.yaml"), Encoding.UTF8.GetBytes(yaml));
}
