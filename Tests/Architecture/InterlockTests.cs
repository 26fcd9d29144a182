using System.Reflection;
using Signals.Core.Ports;
using Signals.Core.Safety;
using Signals.Tests.Support;

namespace Signals.Tests.Architecture;

/// <summary>The type system is the interlock: nothing but the governor makes a command, and a cabinet port takes nothing but a command.</summary>
[TestFixture, Category("Unit")]
public class InterlockTests
{
    [Test]
    public void SafeCommand_has_no_constructor_outside_core()
    {
        var constructors = typeof(SafeCommand).GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);

        Assert.That(constructors, Has.All.Matches<ConstructorInfo?>(constructor => constructor is { IsFamilyAndAssembly: true }));
    }

    [Test]
    public void SafeCommand_is_implemented_once_and_in_the_governors_file()
    {
        var makers = Repository.Sources("Intersection.Actors", "Core").Where(path => File.ReadAllText(path).Contains(": SafeCommand(", StringComparison.Ordinal));

        Assert.That(makers.Select(Path.GetFileName), Is.EqualTo(["Governor.cs"]));
        Assert.That(typeof(SafeCommand).Assembly.GetTypes().Count(type => type.IsSubclassOf(typeof(SafeCommand))), Is.EqualTo(1));
    }

    [Test]
    public void Cabinet_port_takes_nothing_but_safe_commands()
    {
        var parameters = typeof(ICabinetPort).GetMethods().SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType);

        Assert.That(parameters, Is.All.EqualTo(typeof(SafeCommand)));
    }

    [Test]
    public void Monitor_of_the_emulated_cabinet_knows_nothing_of_the_safety_core()
    {
        var sources = Repository.Sources("Sim", "Cabinet", "Monitor").ToList();

        Assert.That(sources, Is.Not.Empty);
        Assert.That(sources.Where(path => File.ReadAllText(path).Contains("Signals.Core.Safety", StringComparison.Ordinal)), Is.Empty);
    }
}
