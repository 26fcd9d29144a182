using Signals.Sim.Sumo.Running;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Running;

[TestFixture, Category("Unit")]
public class SumoInstallationTests
{
    [Test]
    public void Missing_sumo_names_the_packages_and_the_variable()
    {
        using var empty = new TemporaryDirectory();

        Assert.That(
            () => SumoInstallation.Find(empty.Path, null),
            Throws.TypeOf<FileNotFoundException>().With.Message.Contains("apt-get install sumo sumo-tools").And.Message.Contains("SUMO_HOME"));
    }

    [Test]
    public void Sumo_home_is_searched_when_the_path_has_none()
    {
        using var home = new TemporaryDirectory();
        Directory.CreateDirectory(home.File("bin"));
        File.WriteAllText(home.File(Path.Combine("bin", "sumo")), "");

        var found = SumoInstallation.Find("", home.Path);

        Assert.That(found, Is.EqualTo(new SumoInstallation(home.File(Path.Combine("bin", "sumo")), home.Path)));
    }
}
