using Signals.Controller.Commands;
using Signals.Core.Ports;
using Signals.Sim.Cluster;
using Signals.Sim.Demand;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

/// <summary>
/// Real controller processes against emulated cabinets over real sockets. The long matrix with its figures is <c>sim cluster-faults</c>; here is what must hold
/// on every machine, however busy: nobody commands against an epoch, no monitor finds anything, everybody gets an owner again.
/// </summary>
[Category("Integration")]
[Platform("Linux")]
[NonParallelizable]
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ClusterProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Test]
    [CancelAfter(300_000)]
    public async Task Nodes_that_are_ended_and_killed_are_replaced_and_take_their_homes_again(CancellationToken cancellationToken)
    {
        await using var cluster = Prepare(new ClusterOptions { Nodes = 3, Traffic = false, WarmCabinets = true, Tls = true });
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new ClusterWatch(cluster.Cabinets);
        var watching = watch.RunAsync(life.Token);
        var trial = new FaultTrial(cluster, watch, Patience);
        cluster.StartAll();
        Assert.That(await trial.SettleAsync(cancellationToken), Is.Zero, () => LogsOf(cluster));

        var ended = await trial.RunAsync(FaultKind.Terminate, cancellationToken);
        var killed = await trial.RunAsync(FaultKind.KillOldest, cancellationToken);

        await life.CancelAsync();
        await watching;
        Assert.Multiple(() =>
        {
            Assert.That(ended.IsSafe, Is.True, () => $"{ended}\n{LogsOf(cluster)}");
            Assert.That(ended.Affected, Is.Positive);
            Assert.That(ended.NewOwnerS, Is.Not.Null);
            Assert.That(killed.IsSafe, Is.True, () => $"{killed}\n{LogsOf(cluster)}");
            Assert.That(killed.NewOwnerS, Is.Not.Null);
            Assert.That(killed.Meanwhile, Is.SubsetOf(new[] { CabinetMode.LocalTimeOfDay, CabinetMode.LocalActuated }), "a cabinet without an owner runs its own plan");
        });
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task Node_that_is_cut_off_is_replaced_and_comes_back(CancellationToken cancellationToken)
    {
        if (NodeNetworks.TryCreate(3, out var reason) is not { } networks)
        {
            Assert.Ignore($"partitions need network namespaces: {reason}");
            return;
        }

        await using var cluster = Prepare(new ClusterOptions { Nodes = 3, Traffic = false, WarmCabinets = true }, networks);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watch = new ClusterWatch(cluster.Cabinets);
        var watching = watch.RunAsync(life.Token);
        var trial = new FaultTrial(cluster, watch, Patience, longFault: TimeSpan.FromSeconds(10));
        cluster.StartAll();
        Assert.That(await trial.SettleAsync(cancellationToken), Is.Zero, () => LogsOf(cluster));

        var cutOff = await trial.RunAsync(FaultKind.Partition, cancellationToken);

        await life.CancelAsync();
        await watching;
        Assert.That(cutOff.IsSafe, Is.True, () => $"{cutOff}\n{LogsOf(cluster)}");
        Assert.That(cutOff.Affected, Is.Positive);
        Assert.That(cutOff.NewOwnerS, Is.Not.Null, "the majority took its cabinets");
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task Node_without_tls_is_refused_and_one_of_a_new_authority_is_believed_without_a_restart(CancellationToken cancellationToken)
    {
        await using var cluster = Prepare(new ClusterOptions { Nodes = 3, Traffic = false, WarmCabinets = true, Tls = true });
        var stranger = Path.Combine(cluster.Folder, "edge-3.yaml");
        var secured = await File.ReadAllTextAsync(stranger, cancellationToken);
        await File.WriteAllTextAsync(stranger, secured.Replace("tls:", "# tls:", StringComparison.Ordinal), cancellationToken);
        cluster.StartAll();
        await Eventually.IsTrue(() => cluster.Cabinets.All(c => c.Mode == CabinetMode.Remote), "the two with certificates control everything", Patience);

        await Eventually.IsTrue(async () => (await MembersAsync(cluster)).Order().SequenceEqual(["edge-1", "edge-2"]), "two members without the stranger", Patience);
        Assert.That(await cluster.Nodes[2].Client.IsReadyAsync(cancellationToken), Is.False);

        using var renewed = new TemporaryDirectory();
        ClusterCertificates.Write(renewed.Path, ["edge-3"]);
        await File.AppendAllTextAsync(
            Path.Combine(cluster.Folder, "ca.pem"), "\n" + await File.ReadAllTextAsync(renewed.File("ca.pem"), cancellationToken), cancellationToken);
        File.Copy(renewed.File("edge-3.pem"), Path.Combine(cluster.Folder, "edge-3.pem"), overwrite: true);
        await File.WriteAllTextAsync(stranger, secured, cancellationToken);
        cluster.Nodes[2].Kill();
        await cluster.Nodes[2].EndedAsync(Patience);
        cluster.Nodes[2].Start();

        await Eventually.IsTrue(async () => (await MembersAsync(cluster)).Count == 3, "the third has joined under its new authority", Patience);
        await Eventually.IsTrue(() => cluster.Cabinets.Any(c => cluster.CommanderOf(c) == "edge-3"), "and owns its home", Patience);
        Assert.That(cluster.Cabinets.Sum(c => c.Findings + c.Witness.FromTwoOwners), Is.Zero);
    }

    [Test]
    [CancelAfter(300_000)]
    public async Task Status_move_and_leave_work_on_a_running_cluster(CancellationToken cancellationToken)
    {
        await using var cluster = Prepare(new ClusterOptions { Nodes = 2, Traffic = false, WarmCabinets = true });
        var trial = new FaultTrial(cluster, new ClusterWatch(cluster.Cabinets), Patience);
        cluster.StartAll();
        Assert.That(await trial.SettleAsync(cancellationToken), Is.Zero, () => LogsOf(cluster));
        var socket = Path.Combine(cluster.Folder, "edge-1.sock");
        var id = cluster.Cabinets[0].Id;

        var status = (Code: -1, Output: "");
        await Eventually.IsTrue(async () => (status = await RunAsync("status", "--control-socket", socket)).Code == 0, "reported as controlled", Patience);
        Assert.That(status.Output, Does.Contain("edge-1").And.Contain("edge-2").And.Contain(id));
        Assert.That((await RunAsync("move", id, "nowhere", "--control-socket", socket)).Code, Is.EqualTo(1));
        Assert.That((await RunAsync("move", id, "edge-2", "--control-socket", socket)).Code, Is.Zero);
        await Eventually.IsTrue(() => cluster.CommanderOf(cluster.Cabinets[0]) == "edge-2", "moved", Patience);
        Assert.That(File.GetUnixFileMode(socket), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite), "nobody else may tell it to leave");

        Assert.That((await RunAsync("leave", "--control-socket", Path.Combine(cluster.Folder, "edge-2.sock"))).Code, Is.Zero);
        Assert.That(await cluster.Nodes[1].EndedAsync(Patience), Is.Zero);
        await Eventually.IsTrue(() => cluster.Cabinets.All(c => cluster.CommanderOf(c) == "edge-1" && c.Mode == CabinetMode.Remote), "handed over", Patience);
        Assert.That(cluster.Cabinets.Sum(c => c.Findings + c.Witness.FromTwoOwners), Is.Zero);
    }

    private static LocalCluster Prepare(ClusterOptions options, NodeNetworks? networks = null) => LocalCluster.Prepare(
        new FileInfo(TestCorridors.PathOf("main-street.yaml")), Scenario.Empty, options, networks, folder: null);

    /// <summary>As the first node that answers sees them; none while a busy machine lets nobody answer.</summary>
    private static async Task<IReadOnlyList<string>> MembersAsync(LocalCluster cluster) =>
        [.. ((await cluster.StatusAsync(CancellationToken.None))?.Members ?? []).Where(m => m.MayOwn).Select(m => m.Node)];

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        var code = await ControllerCommandLine.RunAsync(arguments, output, output, CancellationToken.None);
        return (code, output.ToString());
    }

    private static string LogsOf(LocalCluster cluster) => string.Join(
        "\n", cluster.Nodes.Select(n => $"--- {n.Name}\n{string.Join("\n", File.ReadLines(Path.Combine(cluster.Folder, $"{n.Name}.log")).TakeLast(15))}"));
}
