using PublicApiGenerator;
using Signals.Modbus.Client;
using Signals.Tests.Support;

namespace Signals.Tests.Modbus;

/// <summary>The public surface of Signals.Modbus changes only on purpose.</summary>
[Category("Unit")]
public class PublicApiTests
{
    [Test]
    public void Public_api_is_the_approved_one()
    {
        var actual = typeof(ModbusMaster).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false });
        var approved = Repository.PathOf("Tests", "Modbus", "PublicApi.approved.txt");
        var received = Path.Combine(TestContext.CurrentContext.WorkDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, Normal(actual) + "\n");
        Assert.That(
            Normal(actual),
            Is.EqualTo(File.Exists(approved) ? Normal(File.ReadAllText(approved)) : string.Empty),
            $"if the change is meant: cp {received} {approved}");
    }

    private static string Normal(string text) => text.ReplaceLineEndings("\n").Trim();
}
