// Fetches one npm package and unpacks the parts named into a folder, which appears whole or not at all: builds that
// run at the same time, or one that is killed, never leave half of it.
// Usage: node fetch.mjs <package@version> <sha512 integrity> <folder> <native library inside the package>

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const [spec, integrity, target, native] = process.argv.slice(2);
const folder = resolve(target);
mkdirSync(dirname(folder), { recursive: true });
const temporary = mkdtempSync(`${folder}.`);

function run(command, ...args) {
    // npm is a script on Windows, which only a shell starts.
    const shell = process.platform === "win32" && command === "npm";
    const result = spawnSync(command, args, { cwd: temporary, shell, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    if (result.error || result.status !== 0) {
        throw new Error(`${command} ${args.join(" ")}: ${result.error?.message ?? result.stderr}`);
    }
    return result.stdout;
}

try {
    const [{ filename }] = JSON.parse(run("npm", "pack", spec, "--json", "--silent"));
    const archive = join(temporary, filename);
    const found = "sha512-" + createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (found !== integrity) {
        throw new Error(`${spec} is not the package that was reviewed: ${found} instead of ${integrity}`);
    }
    run("tar", "-xzf", filename, "package/LICENSE", "package/Runtime", `package/${native}`);
    try {
        renameSync(join(temporary, "package"), folder);
    } catch (error) {
        // Another build was faster, which is as good.
        if (!existsSync(folder)) {
            throw error;
        }
    }
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    rmSync(temporary, { recursive: true, force: true });
}
