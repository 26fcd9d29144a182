namespace Signals.Prediction.Running;

/// <summary>
/// Puts a model file in force when it has changed and then stayed the same from one look to the next: a file that is still being written is let be. Looked at by a timer of the shell
/// instead of the file system's notices, which network drives do not give.
/// </summary>
/// <param name="path">Model file; it need not exist yet.</param>
/// <param name="slot">Where it comes in.</param>
public sealed class ModelFileWatch(string path, ModelSlot slot)
{
    private (long Length, DateTime Written) _seen;
    private (long Length, DateTime Written) _tried;

    /// <summary>Looks once.</summary>
    /// <returns>True when a file was tried: <see cref="ModelSlot.Problem"/> is empty if it is in force now.</returns>
    public bool Look()
    {
        var file = new FileInfo(path);
        var now = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
        var settled = now == _seen && now != default && now != _tried;
        _seen = now;
        if (!settled)
        {
            return false;
        }

        _tried = now;
        slot.TryLoad(path);
        return true;
    }
}
