using Signals.Controller.Configuration;
using Signals.Core.Safety.Standards;
using Signals.Sim.Commands;
using Signals.Tests.Sim.Sumo.Networks;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Commands;

[Category("Integration")]
public sealed class SumoImportCommandTests
{
    private TemporaryDirectory _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryDirectory();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public async Task Import_writes_a_corridor_file_that_the_controller_accepts()
    {
        var file = _folder.File("two.yaml");

        var (code, said, problems) = await Run("sumo", "import", SumoNetworks.TwoSignals, "-o", file, "--standard", "rilsa", "--detection", "loops");

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.Ok), problems);
            Assert.That(said, Does.Contain("two.yaml: 2 intersections; check it"));
            Assert.That(CorridorFile.Load(file).Findings.Where(f => f.Severity == Severity.Error), Is.Empty);
        });
    }

    [Test]
    public async Task Import_never_overwrites_a_file()
    {
        var file = _folder.File("mine.yaml");
        await File.WriteAllTextAsync(file, "mine");

        var (code, _, problems) = await Run("sumo", "import", SumoNetworks.TwoSignals, "-o", file);

        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(ExitCode.BadFile));
            Assert.That(problems, Does.Contain("mine.yaml"));
            Assert.That(File.ReadAllText(file), Is.EqualTo("mine"));
        });
    }

    [Test]
    public async Task Network_that_is_none_is_refused_with_its_name()
    {
        var file = _folder.File("empty.net.xml");
        await File.WriteAllTextAsync(file, "<routes/>");

        var (code, _, problems) = await Run("sumo", "import", file);

        Assert.That((code, problems), Is.EqualTo((ExitCode.BadFile, $"{file}: the root element is <routes>; a SUMO network has <net>{Environment.NewLine}")));
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var code = await SimCommandLine.RunAsync(args, output, error, CancellationToken.None);
        return (code, output.ToString(), error.ToString());
    }
}
