using System.Globalization;

namespace Signals.Sim.Cluster;

/// <summary>
/// A small disk for one node's records, that can be frozen (a write waits, for ever) and filled (a write fails). A file system in a file; needs root, loop
/// devices, <c>mkfs.ext4</c> and <c>fsfreeze</c>.
/// </summary>
public sealed class NodeDisk : IDisposable
{
    private const long Bytes = 96L << 20;

    private readonly string _image;
    private bool _isFrozen;

    private NodeDisk(string folder, string name) => (Path, _image) = (System.IO.Path.Combine(folder, $"{name}-disk"), System.IO.Path.Combine(folder, $"{name}.img"));

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <exception cref="IOException">This machine does not let us.</exception>
    public static NodeDisk Create(string folder, string name)
    {
        var disk = new NodeDisk(folder, name);
        try
        {
            Directory.CreateDirectory(disk.Path);
            using (var image = File.Create(disk._image))
            {
                image.SetLength(Bytes);
            }

            SystemTool.Run("mkfs.ext4", $"-q -F {disk._image}");
            SystemTool.Run("mount", $"-o loop {disk._image} {disk.Path}");
            return disk;
        }
        catch (IOException failure)
        {
            disk.Dispose();
            throw new IOException($"a disk of its own cannot be made for {name} ({failure.Message}); run as root with loop devices and e2fsprogs", failure);
        }
    }

    /// <summary>Every write from now on waits.</summary>
    public void Freeze()
    {
        SystemTool.Run("fsfreeze", $"-f {Path}");
        _isFrozen = true;
    }

    /// <summary>Writes go on.</summary>
    public void Thaw()
    {
        SystemTool.Run("fsfreeze", $"-u {Path}");
        _isFrozen = false;
    }

    /// <summary>Every write from now on fails.</summary>
    public void Fill()
    {
        using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full: that was the aim.
        }
    }

    /// <summary>There is room again.</summary>
    public void Empty() => File.Delete(Ballast);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} ({Bytes >> 20} MiB)");

    public void Dispose()
    {
        if (_isFrozen)
        {
            SystemTool.Try("fsfreeze", $"-u {Path}");
        }

        SystemTool.Try("umount", $"-l {Path}");
        File.Delete(_image);
    }
}
