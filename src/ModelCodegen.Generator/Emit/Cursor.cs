namespace ModelCodegen.Generator.Emit;

/// <summary>
/// A reference that unrolled code leads along places at equal distances. Processors add once or twice a register to an address
/// for nothing, so that only every third place needs an instruction.
/// </summary>
/// <param name="Name">The reference's name.</param>
/// <param name="Distance">The name of the distance.</param>
internal sealed record Cursor(string Name, string Distance)
{
    private int at;

    /// <summary>Leads to a place, and gives its address.</summary>
    public string MoveTo(IndentedWriter w, int place)
    {
        int ahead = place - at;
        if (ahead is not (0 or 1 or 2))
        {
            w.Line($"{Name} = ref Unsafe.Add(ref {Name}, {ahead} * {Distance});");
            at = place;
            ahead = 0;
        }

        return ahead == 0 ? Name : $"Unsafe.Add(ref {Name}, {(ahead == 2 ? "2 * " : "")}{Distance})";
    }
}
