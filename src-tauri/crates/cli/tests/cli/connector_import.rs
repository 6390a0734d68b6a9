//! A Membrane export becomes a connector file that loads.

use crate::harness::Patchbay;

const SPEC: &str = "key: mail\nname: Example Mail\nauth:\n  type: client-credentials\n  ui:\n    schema:\n      properties:\n        apiKey: { type: string, title: API key }\n      required: [apiKey]\n  makeApiClient: { implementationType: mapping }\n  test: { implementationType: javascript }\n";

#[test]
fn a_folder_becomes_a_file_once() {
    let patchbay = Patchbay::new();
    let export = patchbay.dir().join("export");
    std::fs::create_dir_all(export.join("auth")).unwrap();
    std::fs::write(export.join("spec.yml"), SPEC).unwrap();
    std::fs::write(
        export.join("auth/make-api-client.yml"),
        "baseUri: https://api.mail.example\nheaders:\n  X-Key: { $var: credentials.apiKey }\n",
    )
    .unwrap();
    let out = patchbay.dir().join("made");
    let args = [
        "connector",
        "import",
        export.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let ran = patchbay.run(&args).done();
    assert!(ran.out.contains("test is JavaScript"), "{}", ran.out);
    let file = out.join("mail.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("X-Key"), "{text}");
    patchbay
        .run(&["connector", "check", file.to_str().unwrap()])
        .done();
    patchbay.run(&args).failed(2, &["is there already", "--out"]);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn what_is_no_export_says_so() {
    let patchbay = Patchbay::new();
    let file = patchbay.dir().join("notes.yml");
    std::fs::write(&file, "hello: world\n").unwrap();
    patchbay
        .run(&["connector", "import", file.to_str().unwrap()])
        .failed(2, &["no connector here", "spec.yml"]);
}
