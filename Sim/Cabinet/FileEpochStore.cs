using System.Globalization;

namespace Signals.Sim.Cabinet;

/// <summary>An epoch in a small file: written beside, flushed to the disk and renamed over, so that it is the old or the new one, never half.</summary>
public sealed class FileEpochStore(string path) : IEpochStore
{
    /// <exception cref="InvalidDataException">The file exists but holds no epoch.</exception>
    public uint Load()
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        var text = File.ReadAllText(path).Trim();
        return uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch)
            ? epoch
            : throw new InvalidDataException(
                $"{path} should hold one number, the fencing epoch, but holds \"{text}\"; write a number not below the last epoch seen by the controller");
    }

    public void Store(uint epoch)
    {
        var beside = path + ".new";
        using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write))
        {
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.Write(epoch.ToString(CultureInfo.InvariantCulture));
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }
}
