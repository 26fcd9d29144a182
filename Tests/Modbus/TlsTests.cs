using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Signals.Modbus;
using Signals.Modbus.Client;
using Signals.Modbus.Security;
using Signals.Modbus.Server;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

[Category("Integration")]
public class TlsTests
{
    private readonly List<Exception?> _ends = [];
    private TestCertificates _ours = null!;
    private TestCertificates _theirs = null!;
    private CancellationTokenSource _stop = null!;
    private ModbusTcpSlaveNetwork _network = null!;
    private Task _serving = null!;

    [OneTimeSetUp]
    public void IssueCertificates()
    {
        _ours = new TestCertificates("our authority");
        _theirs = new TestCertificates("their authority");
    }

    [OneTimeTearDown]
    public void DropCertificates()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    [SetUp]
    public void SetUp() => Serve(_ours.Server(), CertificateTrust.FromAuthorities(_ours.Authority));

    [TearDown]
    public Task TearDown() => StopAsync();

    [TestCase(ModbusRoles.Controller)]
    [TestCase(ModbusRoles.Maintenance)]
    [TestCase(ModbusRoles.SafetyAdmin)]
    public async Task Role_that_may_write_reads_and_writes(string role)
    {
        await using var master = Master(_ours.Client(role));
        var read = new ushort[1];
        await master.ReadWriteMultipleRegistersAsync(1, 0, read, 0, new ushort[] { 42 });
        Assert.That((read[0], (await master.ReadDeviceIdentificationAsync(1)).VendorName), Is.EqualTo(((ushort)42, "V")));
    }

    [Test]
    public async Task Observer_reads_and_is_refused_every_write_with_exception_01()
    {
        await using var master = Master(_ours.Client(ModbusRoles.Observer));
        await master.ReadCoilsAsync(1, 0, 1);
        await master.ReadInputsAsync(1, 0, 1);
        await master.ReadHoldingRegistersAsync(1, 0, 1);
        await master.ReadInputRegistersAsync(1, 0, 1);
        await master.ReadDeviceIdentificationAsync(1);
        await AssertRefusedAsync(() => master.WriteSingleCoilAsync(1, 0, true));
        await AssertRefusedAsync(() => master.WriteSingleRegisterAsync(1, 0, 1));
        await AssertRefusedAsync(() => master.WriteMultipleCoilsAsync(1, 0, new bool[1]));
        await AssertRefusedAsync(() => master.WriteMultipleRegistersAsync(1, 0, new ushort[1]));
        await AssertRefusedAsync(() => master.ReadWriteMultipleRegistersAsync(1, 0, new ushort[1], 0, new ushort[1]));
        Assert.That(await master.ReadHoldingRegistersAsync(1, 0, 1), Is.EqualTo(new ushort[] { 0 }), "nothing was written");
    }

    [TestCase(TestName = "Certificate_without_role_may_do_nothing")]
    [TestCase("janitor", TestName = "Unknown_role_may_do_nothing")]
    [TestCase("CONTROLLER", TestName = "Role_is_compared_exactly")]
    public async Task Peer_without_rights_gets_exception_01(params string[] roles)
    {
        await using var master = Master(_ours.Client(roles));
        await AssertRefusedAsync(() => master.ReadHoldingRegistersAsync(1, 0, new ushort[1]));
        await AssertRefusedAsync(() => master.WriteSingleRegisterAsync(1, 0, 1));
    }

    [Test]
    public async Task Two_roles_are_no_role()
    {
        var certificate = _ours.ClientWithTwoRoles(ModbusRoles.Controller, ModbusRoles.Observer);
        Assert.That(certificate.Extensions.Count(extension => extension.Oid?.Value == RoleExtension.Oid), Is.EqualTo(2));
        await using var master = Master(certificate);
        await AssertRefusedAsync(() => master.ReadHoldingRegistersAsync(1, 0, new ushort[1]));
    }

    [TestCase("0C0A636F6E74726F6C6C6572", ModbusRoles.Controller, TestName = "Role_as_UTF8String_is_read")]
    [TestCase("130A636F6E74726F6C6C6572", null, TestName = "Role_as_PrintableString_is_no_role")]
    [TestCase("0C0A636F6E74726F6C6C65720C0161", null, TestName = "Role_with_trailing_data_is_no_role")]
    [TestCase("0C0A636F6E", null, TestName = "Role_cut_short_is_no_role")]
    [TestCase("0C00", null, TestName = "Empty_role_is_no_role")]
    [TestCase("", null, TestName = "Role_without_content_is_no_role")]
    public void Role_extension_is_exactly_one_UTF8String(string der, string? role) =>
        Assert.That(RoleExtension.Read(_ours.ClientWithRawRole(Convert.FromHexString(der))), Is.EqualTo(role));

    [Test]
    public async Task Client_of_another_authority_is_not_served() =>
        await AssertNotServedAsync(_theirs.Client(ModbusRoles.Controller));

    [Test]
    public async Task Expired_client_is_not_served() => await AssertNotServedAsync(_ours.ExpiredClient(ModbusRoles.Controller));

    [Test]
    public async Task Servers_certificate_does_not_pass_for_a_clients() => await AssertNotServedAsync(_ours.Server());

    [Test]
    public async Task Client_without_certificate_is_not_served()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_network.LocalEndPoint);
        await using var tls = new SslStream(tcp.GetStream());
        await Assert.ThatAsync(
            async () =>
            {
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1", CertificateChainPolicy = OurPolicy() });
                await tls.WriteAsync(ScriptedConnection.Hex("0001 0000 0006 01 03 0000 0001"));
                if (await tls.ReadAsync(new byte[1]) == 0)
                {
                    throw new IOException("closed");
                }
            },
            Throws.InstanceOf<IOException>());
        await Eventually.IsTrue(() => _network.Statistics.Refused == 1, "the handshake is refused");
        Assert.That(_network.Statistics.Requests, Is.Zero);
    }

    [Test]
    public async Task Plain_request_on_the_secure_port_is_not_served()
    {
        await using var master = ModbusFactory.CreateTcpMaster("127.0.0.1", _network.LocalEndPoint.Port);
        await Assert.ThatAsync(() => master.ReadCoilsAsync(1, 0, 1), Throws.InstanceOf<ModbusException>());
        Assert.That(_network.Statistics.Requests, Is.Zero);
    }

    [Test]
    public async Task Old_protocol_version_is_refused()
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_network.LocalEndPoint);
        await using var tls = new SslStream(tcp.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "127.0.0.1",
            ClientCertificates = [_ours.Client(ModbusRoles.Controller)],
#pragma warning disable SYSLIB0039, CA5397 // The point of the test.
            EnabledSslProtocols = System.Security.Authentication.SslProtocols.Tls11,
#pragma warning restore SYSLIB0039, CA5397
            CertificateChainPolicy = OurPolicy(),
        };
        await Assert.ThatAsync(() => tls.AuthenticateAsClientAsync(options), Throws.Exception);
    }

    [Test]
    public async Task Silent_client_does_not_hold_a_place_past_the_handshake_time()
    {
        await StopAsync();
        Serve(
            _ours.Server(),
            CertificateTrust.FromAuthorities(_ours.Authority),
            new ModbusSlaveNetworkOptions { HandshakeTimeout = TimeSpan.FromMilliseconds(100) });
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(_network.LocalEndPoint);
        Assert.That(await tcp.GetStream().ReadAsync(new byte[1]), Is.Zero);
    }

    [Test]
    public async Task Server_of_another_authority_is_not_believed()
    {
        await StopAsync();
        Serve(_theirs.Server(), CertificateTrust.FromAuthorities(_ours.Authority));
        await AssertServerNotBelievedAsync();
    }

    [Test]
    public async Task Expired_server_is_not_believed()
    {
        await StopAsync();
        Serve(_ours.Server(expired: true), CertificateTrust.FromAuthorities(_ours.Authority));
        await AssertServerNotBelievedAsync();
    }

    [Test]
    public async Task Server_with_another_name_is_not_believed_unless_that_name_is_expected()
    {
        await StopAsync();
        Serve(_ours.Server("cabinet-7.example"), CertificateTrust.FromAuthorities(_ours.Authority));
        await AssertServerNotBelievedAsync();
        await using var master = ModbusFactory.CreateTlsMaster(
            "127.0.0.1",
            Settings(_ours.Client(ModbusRoles.Controller)) with { ServerName = "cabinet-7.example" },
            _network.LocalEndPoint.Port);
        await master.ReadCoilsAsync(1, 0, 1);
    }

    [Test]
    public async Task Pinned_certificates_are_believed_whoever_issued_them_and_no_others()
    {
        var server = _theirs.Server("elsewhere");
        var client = _theirs.Client(ModbusRoles.Observer);
        await StopAsync();
        Serve(server, CertificateTrust.FromPins(Pin(client)));
        var settings = new TlsClientSettings { Certificate = client, ServerTrust = CertificateTrust.FromPins(Pin(server)) };
        await using (var master = ModbusFactory.CreateTlsMaster("127.0.0.1", settings, _network.LocalEndPoint.Port))
        {
            await master.ReadCoilsAsync(1, 0, 1);
        }

        await AssertNotServedAsync(_theirs.Client(ModbusRoles.Observer), CertificateTrust.FromPins(Pin(server)));
    }

    [TestCase("")]
    [TestCase("12:34")]
    [TestCase("zz34567890123456789012345678901234567890123456789012345678901234")]
    public void Pin_that_is_no_sha256_is_refused(string pin) =>
        Assert.That(() => CertificateTrust.FromPins(pin), Throws.ArgumentException);

    [Test]
    public void Trust_in_nobody_is_refused() => Assert.That(() => CertificateTrust.FromAuthorities(), Throws.ArgumentException);

    private X509ChainPolicy OurPolicy()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_ours.Authority);
        return policy;
    }

    private static string Pin(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    private void Serve(X509Certificate2 certificate, CertificateTrust trust, ModbusSlaveNetworkOptions? options = null)
    {
        _ends.Clear();
        _stop = new CancellationTokenSource();
        _network = ModbusFactory.CreateTlsSlaveNetwork(
            new IPEndPoint(IPAddress.Loopback, 0),
            new TlsServerSettings { Certificate = certificate, ClientTrust = trust },
            (options ?? new ModbusSlaveNetworkOptions()) with { ConnectionEnded = (_, why) => _ends.Add(why) });
        _network.AddSlave(ModbusFactory.CreateSlave(1, identification: new DeviceIdentification("V", "P", "1"), dataStore: new SlaveDataStore()));
        _serving = _network.ListenAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _serving.WaitAsync(TimeSpan.FromSeconds(5));
        _stop.Dispose();
    }

    private TlsClientSettings Settings(X509Certificate2 certificate) =>
        new() { Certificate = certificate, ServerTrust = CertificateTrust.FromAuthorities(_ours.Authority) };

    private ModbusMaster Master(X509Certificate2 certificate) =>
        ModbusFactory.CreateTlsMaster("127.0.0.1", Settings(certificate), _network.LocalEndPoint.Port, Patient);

    private static ModbusMasterOptions Patient { get; } = new() { TransactionTimeout = TimeSpan.FromSeconds(5) };

    private static async Task AssertRefusedAsync(Func<ValueTask> call) => Assert.That(
        (await Assert.ThrowsAsync<SlaveException>(() => call().AsTask()))!.SlaveExceptionCode, Is.EqualTo(SlaveExceptionCode.IllegalFunction));

    private async Task AssertNotServedAsync(X509Certificate2 certificate, CertificateTrust? trust = null)
    {
        var before = _network.Statistics.Requests;
        var settings = Settings(certificate);
        await using var master = ModbusFactory.CreateTlsMaster(
            "127.0.0.1", trust is null ? settings : settings with { ServerTrust = trust }, _network.LocalEndPoint.Port, Patient);
        await Assert.ThatAsync(() => master.ReadCoilsAsync(1, 0, 1), Throws.InstanceOf<ModbusConnectionException>());
        await Eventually.IsTrue(() => _network.Statistics.Refused == 1, "the handshake is refused");
        Assert.That(_network.Statistics.Requests, Is.EqualTo(before));
    }

    private async Task AssertServerNotBelievedAsync()
    {
        await using var master = Master(_ours.Client(ModbusRoles.Controller));
        var failure = await Assert.ThrowsAsync<ModbusConnectionException>(() => master.ReadCoilsAsync(1, 0, 1));
        Assert.That(failure!.RequestSent, Is.False);
        Assert.That(_network.Statistics.Requests, Is.Zero);
    }
}
