using System.Security.Cryptography;
using Signals.Controller.Cluster;
using Signals.Controller.Configuration.Nodes;
using Signals.Tests.Modbus;
using Signals.Tests.Support;

namespace Signals.Tests.Cluster;

[Category("Unit")]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ClusterTlsTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly TestCertificates _ours = new("ours");
    private readonly TestCertificates _theirs = new("theirs");

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
        _folder.Dispose();
    }

    [Test]
    public void Node_is_believed_by_its_authority_and_nobody_elses()
    {
        var tls = Trusting(_ours);

        Assert.That(ClusterTls.Refusal(tls, _ours.Server()), Is.Null);
        Assert.That(ClusterTls.Refusal(tls, _theirs.Server()), Does.Contain("not signed by an authority"));
        Assert.That(ClusterTls.Refusal(tls, _ours.Server(expired: true)), Does.Contain("NotTimeValid"));
        Assert.That(ClusterTls.Refusal(tls, null), Does.Contain("no certificate"));
    }

    [Test]
    public void Authorities_are_exchanged_while_a_node_runs()
    {
        var tls = Trusting(_ours);
        File.AppendAllText(_folder.File("ca.pem"), "\n" + _theirs.Authority.ExportCertificatePem());

        Assert.That(ClusterTls.Refusal(tls, _theirs.Server()), Is.Null, "both are believed while certificates are replaced");

        File.WriteAllText(_folder.File("ca.pem"), _theirs.Authority.ExportCertificatePem());
        Assert.That(ClusterTls.Refusal(tls, _ours.Server()), Is.Not.Null);
    }

    [Test]
    public void Authorities_that_cannot_be_read_believe_nobody_and_say_so()
    {
        var tls = Trusting(_ours);
        File.Delete(_folder.File("ca.pem"));

        Assert.That(ClusterTls.Refusal(tls, _ours.Server()), Does.Contain("ca.pem is no PEM file of certificates"));
    }

    [Test]
    public void New_authority_of_the_same_name_is_believed_beside_the_old_one()
    {
        using var renewed = new TestCertificates("ours");
        var tls = Trusting(_ours);
        File.AppendAllText(_folder.File("ca.pem"), "\n" + renewed.Authority.ExportCertificatePem());

        Assert.That(ClusterTls.Refusal(tls, _ours.Server()), Is.Null);
        Assert.That(ClusterTls.Refusal(tls, renewed.Server()), Is.Null);
        Assert.That(ClusterTls.Refusal(tls, _theirs.Server()), Is.Not.Null);
    }

    [Test]
    public void Pinned_certificate_is_believed_and_no_other_of_the_same_authority()
    {
        var (pinned, other) = (_ours.Server(), _ours.Server());
        var tls = new NodeTls("unused.pem", "unused.pem", null, [Convert.ToHexStringLower(SHA256.HashData(pinned.RawData))]);

        Assert.That(ClusterTls.Refusal(tls, pinned), Is.Null);
        Assert.That(ClusterTls.Refusal(tls, other), Does.Contain("not among the pins"));
    }

    [Test]
    public void File_without_a_key_is_refused_before_anything_starts()
    {
        File.WriteAllText(_folder.File("node.pem"), _ours.Server().ExportCertificatePem());
        var tls = Trusting(_ours) with { Certificate = _folder.File("node.pem"), Key = _folder.File("node.pem") };

        Assert.That(() => ClusterTls.Options(tls), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("node.pem"));
    }

    private NodeTls Trusting(TestCertificates authority)
    {
        File.WriteAllText(_folder.File("ca.pem"), authority.Authority.ExportCertificatePem());
        return new NodeTls("unused.pem", "unused.pem", _folder.File("ca.pem"), []);
    }
}
