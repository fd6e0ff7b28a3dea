using System.Globalization;
using System.Text.Json;
using ModelCodegen.Peers.Zoo;

namespace ModelCodegen.Conformance.Zoo;

/// <summary><c>zoo [--json FILE] [NAME...]</c>: a row per network.</summary>
internal static class ZooTable
{
    /// <summary>Prints the table; 0 where every network compiled.</summary>
    public static int Print(string[] arguments)
    {
        int json = Array.IndexOf(arguments, "--json");
        string? file = json >= 0 && json + 1 < arguments.Length ? arguments[json + 1] : null;
        string[] names = [.. arguments.Where((argument, i) => argument != "--json" && (json < 0 || i != json + 1))];
        if (names.Length == 0)
        {
            names = [.. ZooModels.Names];
        }

        Console.WriteLine("model                operators  float_rel_err  int8_sqnr_db  ort_int8_sqnr_db  float_islands  compress_s  compile_s  source_kb");
        var rows = new List<ZooRow>();
        foreach (string name in names)
        {
            Console.Error.WriteLine($"zoo: {name} ({rows.Count + 1} of {names.Length})");
            ZooRow row = ZooRun.Run(name);
            rows.Add(row);
            Console.WriteLine(row.Failure is null
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Model,-20} {row.Operators,9}  {row.FloatError,13:E1}  {row.Sqnr,12:F1}  {row.OrtSqnr,16:F1}  {row.FloatIslands,13}  {row.CompressSeconds,10:F1}  {row.CompileSeconds,9:F1}  {row.SourceKilobytes,9:F0}")
                : $"{row.Model,-20} {row.Operators,9}  {row.Failure}");
        }

        if (file is not null)
        {
            var options = new JsonSerializerOptions { WriteIndented = true, NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
            File.WriteAllText(file, JsonSerializer.Serialize(rows, options) + "\n");
        }

        return rows.All(row => row.Failure is null) ? 0 : 1;
    }
}
