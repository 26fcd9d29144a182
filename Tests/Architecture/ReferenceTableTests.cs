using System.Reflection;
using System.Xml.Linq;
using Signals.Tests.Support;

namespace Signals.Tests.Architecture;

/// <summary>Who may know whom: the dependency rules of ARCHITECTURE.md, read from the project files and from what the compiler really bound.</summary>
[TestFixture, Category("Unit")]
public class ReferenceTableTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Signals.Core"] = [],
        ["Signals.Modbus"] = [],
        ["Signals.Prediction"] = ["Signals.Core"],
        ["Signals.Drivers"] = ["Signals.Core", "Signals.Modbus"],
        ["Signals.Actors"] = ["Signals.Core"],
        ["Signals.Controller"] = ["Signals.Core", "Signals.Prediction", "Signals.Actors", "Signals.Modbus", "Signals.Drivers"],
        ["Signals.Sim"] = ["Signals.Core", "Signals.Prediction", "Signals.Actors", "Signals.Modbus", "Signals.Drivers", "Signals.Controller"],
    };

    private static IEnumerable<string> Projects => Allowed.Keys;

    [TestCaseSource(nameof(Projects))]
    public void Project_file_refers_only_to_what_the_table_allows(string project)
    {
        var references = ProjectFile(project).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

        Assert.That(references, Is.SubsetOf(Allowed[project]));
    }

    [TestCaseSource(nameof(Projects))]
    public void Assembly_binds_only_to_what_the_table_allows(string project)
    {
        var bound = Assembly.Load(project).GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Signals.", StringComparison.Ordinal));

        Assert.That(bound, Is.SubsetOf(Allowed[project]));
    }

    [Test]
    public void Core_has_no_packages()
    {
        Assert.That(ProjectFile("Signals.Core").Descendants("PackageReference"), Is.Empty);
    }

    [Test]
    public void Core_binds_to_nothing_that_does_input_output_or_waits()
    {
        string[] forbidden = ["System.Net", "System.IO.", "System.Threading", "System.Diagnostics.Process", "System.Console", "Microsoft."];
        var bound = Assembly.Load("Signals.Core").GetReferencedAssemblies().Select(name => name.Name!);

        Assert.That(bound.Where(name => forbidden.Any(start => name.StartsWith(start, StringComparison.Ordinal))), Is.Empty);
    }

    [Test]
    public void Actors_never_touch_sockets()
    {
        var bound = Assembly.Load("Signals.Actors").GetReferencedAssemblies().Select(name => name.Name!);

        Assert.That(bound.Where(name => name.StartsWith("System.Net", StringComparison.Ordinal)), Is.Empty);
    }

    private static XDocument ProjectFile(string project)
    {
        var path = Directory.EnumerateFiles(Repository.Root, project + ".csproj", SearchOption.AllDirectories).Single();
        return XDocument.Load(path);
    }
}
