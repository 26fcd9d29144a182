namespace Signals.Tests.Support;

/// <summary>Finds the checkout that the tests were built from.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Our C# sources below <paramref name="folder"/>, build output left out.</summary>
    public static IEnumerable<string> Sources(params string[] folder) =>
        Directory.EnumerateFiles(PathOf(folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Signals.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"no Signals.sln above {AppContext.BaseDirectory}");
    }
}
