use clap::{CommandFactory, Parser};

use super::*;

fn parse(line: &str) -> Result<Args, clap::Error> {
    Args::try_parse_from(line.split(' '))
}

#[test]
fn the_tree_is_sound() {
    Args::command().debug_assert();
}

#[test]
fn every_command_of_the_documentation_parses() {
    for line in [
        "patchbay serve --port 7300 --keyring memory --sandbox",
        "patchbay integration add sandbox-2 --connector sandbox --param a=b --param-json c=[1] --params-file f.json",
        "patchbay integration list --json",
        "patchbay integration show sandbox --data-dir /somewhere",
        "patchbay integration set sandbox --param scopes.x=y --unset variant",
        "patchbay integration secret sandbox http.headers.X-Region no",
        "patchbay integration show sandbox --reveal clientSecret --option key",
        "patchbay integration remove sandbox",
        "patchbay connect sandbox --name n --tenant t --input k=v --param k=v --multiple --surface print --dry-run",
        "patchbay redirected http://127.0.0.1:7282/oauth-callback/x?code=1&state=2",
        "patchbay connections --json",
        "patchbay connections --filter env:sandbox",
        "patchbay connections --filter -acme --archived --limit 5",
        "patchbay calls",
        "patchbay calls --connection abc --filter status:4xx --limit 20 --json",
        "patchbay calls --har calls.har",
        "patchbay calls show abc",
        "patchbay connection show abc",
        "patchbay connection test abc",
        "patchbay connection refresh abc",
        "patchbay connection reconnect abc --surface browser",
        "patchbay connection archive abc",
        "patchbay params abc --effective",
        "patchbay params abc --set k=v --set-json k=1 --unset k --dry-run",
        "patchbay call abc GET /me --data - --header X-A:b --json",
        "patchbay connector list",
        "patchbay connector show sandbox",
        "patchbay connector check file.toml",
        "patchbay token --tenant t --ttl 60",
        "patchbay token --admin",
        "patchbay token",
        "patchbay env",
        "patchbay env --format yaml --reveal",
        "patchbay tenants",
        "patchbay origins",
        "patchbay origins add https://app.example.com",
        "patchbay origins remove https://app.example.com",
        "patchbay redirect-uris add http://localhost:3000/connected",
        "patchbay webhook --reveal",
        "patchbay webhook set http://localhost:3000/hook",
        "patchbay webhook off",
        "patchbay webhook hosts",
        "patchbay webhook hosts add hooks.example.com",
        "patchbay webhook test",
        "patchbay webhook deliveries",
        "patchbay webhook redeliver abc",
        "patchbay api show",
        "patchbay api requests",
        "patchbay api tokenless-forms on",
        "patchbay api public-key add key.pem",
        "patchbay api public-key remove abc",
        "patchbay connection set-key abc mine",
        "patchbay connection set-key abc --remove",
        "patchbay connector copy slack",
        "patchbay connector copy slack --as acme-slack",
        "patchbay doctor",
        "patchbay doctor --report",
        "patchbay sandbox",
        "patchbay sandbox faults",
        "patchbay sandbox faults --clear --deny on --slow 200 --token-status 429 --retry-after 3 --drop-after-rotation on",
        "patchbay sandbox faults --odd-expires-in soon --api-status off",
        "patchbay sandbox revoke --grant g --env production",
        "patchbay sandbox expire --token t",
        "patchbay connection expire abc",
        "patchbay connection expire abc --in 30s",
        "patchbay connection burst abc 50 GET /me --expire",
    ] {
        assert!(parse(line).is_ok(), "{line}");
    }
}

#[test]
fn what_makes_no_sense_is_refused() {
    for line in [
        "patchbay serve --keyring elsewhere",
        "patchbay serve --port 70000",
        "patchbay connect sandbox --surface window",
        "patchbay params abc --effective --set a=b",
        "patchbay token --admin --tenant t",
        "patchbay integration add key",
        "patchbay env --format toml",
        "patchbay origins add",
        "patchbay webhook --reveal off",
        "patchbay api tokenless-forms maybe",
        "patchbay connection set-key abc",
        "patchbay sandbox revoke --env staging",
        "patchbay sandbox faults --token-status many",
        "patchbay connection expire abc --in soon",
        "patchbay connection set-key abc mine --remove",
    ] {
        assert!(parse(line).is_err(), "{line}");
    }
}

#[test]
fn help_documents_exit_codes_and_the_environment() {
    let help = Args::command().render_long_help().to_string();
    for text in [
        "Exit codes:",
        "PATCHBAY_DATA_DIR",
        "PATCHBAY_PASSPHRASE",
        "PATCHBAY_LOG",
    ] {
        assert!(help.contains(text), "{text}");
    }
}
