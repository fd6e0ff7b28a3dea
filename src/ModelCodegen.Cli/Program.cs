using System.CommandLine;
using System.Text;
using ModelCodegen.Cli;

// What the build reads must not depend on the console's code page.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var root = new RootCommand("Compresses ONNX networks and compiles them to plans for ModelCodegen's source generator.")
{
    CompressCommand.Create(),
    InspectCommand.Create(),
    ReportCommand.Create(),
    CompareCommand.Create(),
};

// A response file holds one argument per line, taken literally: paths and node names may hold anything but line ends.
var parsing = new ParserConfiguration { ResponseFileTokenReplacer = ResponseFile.Read };
return await root.Parse(args, parsing).InvokeAsync();
