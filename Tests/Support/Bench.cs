namespace Signals.Tests.Support;

/// <summary>
/// Reference networks that are not part of the repository: folder named by SIGNALS_BENCH, else <c>../shared/bench</c> beside the checkout. A test that needs them is
/// ignored where they are missing, with the variable to set.
/// </summary>
public static class Bench
{
    public static string PathOrSkip(params string[] parts)
    {
        var folder = Environment.GetEnvironmentVariable("SIGNALS_BENCH") ?? Repository.PathOf("..", "shared", "bench");
        var path = Path.Combine([folder, .. parts]);
        if (!Path.Exists(path))
        {
            Assert.Ignore($"{path} is missing: set SIGNALS_BENCH to the folder with the reference networks");
        }

        return path;
    }
}
