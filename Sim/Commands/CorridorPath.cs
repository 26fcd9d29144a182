namespace Signals.Sim.Commands;

/// <summary>Finds the corridor file that the desk-top corridor runs when none is named.</summary>
public static class CorridorPath
{
    /// <summary>The example corridor, below the folder that holds <c>corridors</c>.</summary>
    public static readonly string Example = Path.Combine("corridors", "main-street.yaml");

    /// <summary>Looks in the working folder and above it, then beside the executable and above it.</summary>
    /// <exception cref="FileNotFoundException">None is there; the message says where it was looked for.</exception>
    public static FileInfo FindExample(string workingFolder, string executableFolder)
    {
        foreach (var start in new[] { workingFolder, executableFolder })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = new FileInfo(Path.Combine(folder.FullName, Example));
                if (candidate.Exists)
                {
                    return candidate;
                }
            }
        }

        throw new FileNotFoundException($"no {Example} in or above {workingFolder} or {executableFolder}; name a corridor file: sim FILE");
    }
}
