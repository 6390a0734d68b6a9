//! Folders of one's own connector files, versions of a connector, and an integration's going on to another.

use crate::harness::ready;

const FILE: &str = "format = 1\nkey = \"acme\"\nname = \"Acme\"\nversion = \"1.0.0\"\n[params.apiKey]\nsource = \"user\"\nrequired = true\nsecret = true\n[auth]\nkind = \"key\"\n[http]\nbase_url = \"https://api.acme.example\"\nheaders = { X-Api-Key = \"${apiKey}\" }\n";

#[test]
fn a_folder_is_added_and_an_integration_goes_on_to_the_version_in_it() {
    let patchbay = ready();
    let folder = patchbay.dir().join("mine");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("acme.toml"), FILE).unwrap();
    let path = folder.to_str().unwrap();
    let added = patchbay.run(&["connector", "folder", "add", path]).done();
    assert!(added.out.contains("acme.toml: acme 1.0.0"), "{}", added.out);
    patchbay
        .run(&["connector", "folder", "add", path])
        .failed(2, &["already"]);
    patchbay
        .run(&["integration", "add", "mine", "--connector", "acme"])
        .done();
    let newer = FILE.replace("1.0.0", "1.1.0").replace("api.acme", "api2.acme");
    std::fs::write(folder.join("acme-2.toml"), newer).unwrap();
    std::fs::write(
        folder.join("broken.toml"),
        "format = 1\nkey = \"broken\"\nnme = \"B\"\n",
    )
    .unwrap();
    let listed = patchbay.run(&["connector", "folder", "list"]).done();
    assert!(listed.out.contains("broken.toml:3:1: error"), "{}", listed.out);
    let versions = patchbay.run(&["connector", "versions", "acme"]).done();
    assert!(
        versions.out.contains("1.1.0") && versions.out.contains("mine"),
        "{}",
        versions.out
    );
    let dry = patchbay
        .run(&["integration", "upgrade", "mine", "--dry-run"])
        .done();
    assert!(
        dry.out.contains("+base_url = \"https://api2.acme.example\""),
        "{}",
        dry.out
    );
    assert!(dry.out.contains("Nothing was changed"), "{}", dry.out);
    patchbay.run(&["integration", "upgrade", "mine"]).done();
    let shown = patchbay.run(&["integration", "show", "mine"]).done();
    assert!(shown.out.contains("acme 1.1.0"), "{}", shown.out);
    let found = patchbay.run(&["connector", "list", "salesfroce"]).done();
    assert!(found.out.contains("Salesforce"), "{}", found.out);
    patchbay.run(&["connector", "folder", "remove", path]).done();
    let versions = patchbay.run(&["connector", "versions", "acme"]).done();
    assert!(versions.out.contains("kept"), "{}", versions.out);
}
