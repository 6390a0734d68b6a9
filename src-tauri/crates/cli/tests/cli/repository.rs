//! Presets, history, comparing, and files for a repository, from the command line.

use serde_json::{Value, json};

use crate::harness::{Patchbay, ready};

const FILE: &str = "format = 1\nkey = \"acme\"\nname = \"Acme\"\nversion = \"1.0.0\"\n[params.apiKey]\nsource = \"user\"\nrequired = true\nsecret = true\n[auth]\nkind = \"key\"\n[http]\nbase_url = \"https://api.acme.example\"\nheaders = { X-Api-Key = \"${apiKey}\" }\n";
const TOKEN: &str = "sk_live_planted_cli";

/// A folder with the integration `mine`, whose connections need no provider.
fn with_acme() -> Patchbay {
    let patchbay = ready();
    std::fs::write(patchbay.dir().join("connectors/acme.toml"), FILE).unwrap();
    patchbay
        .run(&["integration", "add", "mine", "--connector", "acme"])
        .done();
    patchbay
}

fn connect(patchbay: &Patchbay, name: &str, more: &[&str]) -> String {
    let mut args = vec![
        "connect",
        "mine",
        "--name",
        name,
        "--multiple",
        "--port",
        "0",
        "--json",
    ];
    args.extend(["--input", "apiKey=-"]);
    args.extend(more);
    let done = patchbay.run_with_input(&args, "k\n").done().json();
    done["connection"]["id"].as_str().unwrap().to_owned()
}

#[test]
fn presets_history_and_comparing() {
    let patchbay = with_acme();
    let token = patchbay.dir().join("token");
    std::fs::write(&token, TOKEN).unwrap();
    let param = format!("http.headers.X-Token=@{}", token.display());
    let one = connect(&patchbay, "One", &["--param", &param]);
    let saved = patchbay
        .run(&[
            "preset",
            "save",
            "Partner",
            "--from",
            &one,
            "--param",
            "http.headers.X-Plain=p",
        ])
        .done();
    assert!(
        saved.out.contains("Saved Partner") && !saved.out.contains(TOKEN),
        "{}",
        saved.out
    );
    // By its name, whatever the case, it is replaced.
    patchbay
        .run(&[
            "preset",
            "save",
            "partner",
            "--from",
            &one,
            "--param",
            "http.headers.X-Plain=q",
        ])
        .done();
    let listed: Value = patchbay.run(&["preset", "list", "--json"]).done().json();
    assert_eq!(listed.as_array().unwrap().len(), 1, "{listed}");

    let two = connect(
        &patchbay,
        "Two",
        &["--preset", "Partner", "--param", "http.headers.X-Plain=r"],
    );
    let reveal = |path: &str| patchbay.run(&["params", &two, "--reveal", path]).done().out;
    assert_eq!(
        reveal("http.headers.X-Token").trim_end(),
        TOKEN,
        "the preset's secret came along"
    );
    assert_eq!(reveal("http.headers.X-Plain").trim_end(), "r");
    let dry = patchbay
        .run(&["connect", "mine", "--preset", "Partner", "--dry-run"])
        .done();
    let plain = dry
        .out
        .lines()
        .find(|line| line.contains("X-Plain"))
        .unwrap_or_default();
    assert!(
        plain.ends_with("  q") && plain.contains("override http.headers.X-Plain") && !dry.out.contains(TOKEN),
        "{}",
        dry.out
    );
    patchbay
        .run(&["connect", "mine", "--preset", "none", "--dry-run"])
        .failed(3, &["preset", "none"]);

    let compared = patchbay.run(&["compare", &one, &two]).done();
    assert!(
        compared.out.contains("http.headers.X-Plain") && !compared.out.contains("X-Token"),
        "{}",
        compared.out
    );
    let three = connect(&patchbay, "Three", &[]);
    let applied = patchbay
        .run(&["preset", "apply", "Partner", &three, "nobody"])
        .failed(3, &["nobody"]);
    let undo = applied
        .out
        .lines()
        .find(|line| line.contains("--restore"))
        .unwrap();
    let entry = undo.rsplit(' ').next().unwrap();
    let history = patchbay.run(&["params", &three, "--history"]).done();
    assert!(
        history.out.contains("http.headers.X-Plain: nothing → q") && history.out.contains("in force"),
        "{}",
        history.out
    );
    let then = format!("{three}@{entry}");
    let differs = patchbay.run(&["compare", &three, &then]).done();
    assert!(differs.out.contains("(not set)"), "{}", differs.out);
    patchbay.run(&["params", &three, "--restore", entry]).done();
    let same = patchbay.run(&["compare", &three, "integration:mine"]).done();
    assert!(same.out.contains("the same parameters"), "{}", same.out);
    patchbay.run(&["preset", "delete", "partner"]).done();
    patchbay
        .run(&["preset", "apply", "Partner", &three])
        .failed(3, &["Partner"]);
}

#[test]
fn files_are_pulled_edited_and_pushed() {
    let patchbay = with_acme();
    let one = connect(&patchbay, "One", &["--param", "http.headers.X-Plain=p"]);
    let repo = patchbay.dir().join("repo");
    let dir = repo.to_str().unwrap();
    patchbay.run(&["push", dir]).failed(3, &["pull"]);
    let pulled = patchbay.run(&["pull", dir]).done();
    assert!(
        pulled.out.contains("Wrote integrations/mine.json"),
        "{}",
        pulled.out
    );
    assert!(patchbay.run(&["pull", dir]).done().out.contains(", 0 changed"));
    assert!(
        patchbay
            .run(&["push", dir])
            .done()
            .out
            .contains("Nothing to change")
    );

    let file = repo.join(format!("connections/test/one-{one}.json"));
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("\"p\"", "\"q\"")).unwrap();
    std::fs::write(
        repo.join("integrations/fresh.json"),
        "{ \"connector\": \"acme\", \"name\": \"Fresh\" }",
    )
    .unwrap();
    let plan = patchbay.run(&["push", dir, "--dry-run"]).done();
    assert!(
        plan.out.contains("http.headers.X-Plain: p → q (next call)")
            && plan.out.contains("integration fresh")
            && plan.out.contains("Nothing was changed"),
        "{}",
        plan.out
    );
    // Nobody sits at this terminal.
    patchbay.run(&["push", dir]).failed(2, &["--yes"]);
    let view = |id: &str| patchbay.run(&["params", id, "--json"]).done().json();
    assert_eq!(view(&one), json!({ "http": { "headers": { "X-Plain": "p" } } }));
    patchbay.run(&["push", dir, "--yes"]).done();
    assert_eq!(view(&one), json!({ "http": { "headers": { "X-Plain": "q" } } }));
    patchbay.run(&["integration", "show", "fresh"]).done();
    // The next pull writes the new one as it writes all; then nothing differs.
    patchbay.run(&["pull", dir]).done();
    assert!(
        patchbay
            .run(&["push", dir])
            .done()
            .out
            .contains("Nothing to change")
    );

    std::fs::write(&file, text.replace("\"name\"", "\"name\" \"x\"")).unwrap();
    let wrong = patchbay
        .run(&["push", dir, "--yes"])
        .failed(2, &["Line ", "Nothing was changed"]);
    assert!(wrong.out.contains(&format!("one-{one}.json")), "{}", wrong.out);
    patchbay.run(&["connection", "archive", &one]).done();
    let left = patchbay.run(&["pull", dir]).done();
    assert!(
        left.out
            .contains(&format!("Left connections/test/one-{one}.json")),
        "{}",
        left.out
    );
}
