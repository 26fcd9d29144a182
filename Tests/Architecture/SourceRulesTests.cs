using System.Text.RegularExpressions;
using Signals.Tests.Support;

namespace Signals.Tests.Architecture;

/// <summary>House rules that a compiler does not know.</summary>
[TestFixture, Category("Unit")]
public partial class SourceRulesTests
{
    private static readonly string[] Folders = ["Intersection.Actors", "Hardware.Drivers", "Sim", "Controller", "Tests"];

    [Test]
    public void Source_files_stay_short_enough_to_hold_one_idea()
    {
        var tooLong = AllSources().Select(path => (path, lines: File.ReadLines(path).Count())).Where(file => file.lines > 300);

        Assert.That(tooLong, Is.Empty);
    }

    [Test]
    public void Namespaces_follow_folders()
    {
        var wrong = AllSources()
            .Select(path => (path, found: NamespaceLine().Match(File.ReadAllText(path))))
            .Where(file => file.found.Success && !Expected(file.path).Contains(file.found.Groups[1].Value))
            .Select(file => $"{file.path}: {file.found.Groups[1].Value}");

        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Type_names_avoid_words_that_say_nothing()
    {
        var vague = AllSources().Select(Path.GetFileNameWithoutExtension)
            .Where(name => name!.EndsWith("Manager", StringComparison.Ordinal) || name.EndsWith("Helper", StringComparison.Ordinal)
                || name.EndsWith("Utils", StringComparison.Ordinal) || name.Contains("Common", StringComparison.Ordinal));

        Assert.That(vague, Is.Empty);
    }

    private static IEnumerable<string> AllSources() => Folders.SelectMany(folder => Repository.Sources(folder));

    /// <summary>Path below the project's folder, dots for slashes, after the project's name.</summary>
    private static string[] Expected(string path)
    {
        var parts = Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Split(Path.DirectorySeparatorChar);
        var skip = parts[0] is "Intersection.Actors" or "Hardware.Drivers" ? 1 : 0;
        var folder = "Signals." + string.Join('.', parts.Skip(skip));
        return folder.StartsWith("Signals.Tests.Benchmarks", StringComparison.Ordinal) ? [folder, folder.Replace("Tests.", "", StringComparison.Ordinal)] : [folder];
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
