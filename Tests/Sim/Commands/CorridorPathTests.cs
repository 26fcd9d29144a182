using Signals.Sim.Commands;

namespace Signals.Tests.Sim.Commands;

[TestFixture, Category("Unit")]
public class CorridorPathTests
{
    private string _root = "";

    [SetUp]
    public void MakeFolders() => _root = Directory.CreateTempSubdirectory("corridor-path-").FullName;

    [TearDown]
    public void RemoveFolders() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Example_is_found_from_a_folder_below_the_repository()
    {
        var below = Directory.CreateDirectory(Path.Combine(_root, "repository", "Sim", "bin")).FullName;
        var example = WriteExample(Path.Combine(_root, "repository"));

        var found = CorridorPath.FindExample(below, Path.Combine(_root, "elsewhere"));

        Assert.That(found.FullName, Is.EqualTo(example));
    }

    [Test]
    public void Example_beside_the_executable_serves_a_working_folder_without_one()
    {
        var installed = Directory.CreateDirectory(Path.Combine(_root, "installed")).FullName;
        var example = WriteExample(installed);

        var found = CorridorPath.FindExample(Path.Combine(_root, "home"), installed);

        Assert.That(found.FullName, Is.EqualTo(example));
    }

    [Test]
    public void Missing_example_names_the_folders_and_what_to_do()
    {
        Assert.That(
            () => CorridorPath.FindExample(_root, _root),
            Throws.InstanceOf<FileNotFoundException>().With.Message.Contains(_root).And.Message.Contains("sim FILE"));
    }

    private static string WriteExample(string repository)
    {
        var path = Path.Combine(repository, CorridorPath.Example);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "name: test\n");
        return path;
    }
}
