namespace ModelCodegen.Benchmarks;

/// <summary>One line that says what is being done, apart from the results.</summary>
internal static class Progress
{
    private const int Width = 100;

    /// <summary>Says what begins now.</summary>
    public static void Report(string text)
    {
        if (Console.IsErrorRedirected)
        {
            Console.Error.WriteLine(text);
        }
        else
        {
            Console.Error.Write("\r" + text.PadRight(Width)[..Width]);
        }
    }

    /// <summary>Makes room for results.</summary>
    public static void Clear()
    {
        if (!Console.IsErrorRedirected)
        {
            Console.Error.Write("\r" + new string(' ', Width) + "\r");
        }
    }
}
