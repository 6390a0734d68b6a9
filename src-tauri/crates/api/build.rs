//! The built screens are embedded: when they change, so does this crate.

/// Where `npm run build` in `ui/` puts them.
const BUILT: &str = "../../../ui/dist-connect";

fn main() -> std::io::Result<()> {
    // Cargo cannot wait for a folder that is not there: it would build this crate anew every time.
    std::fs::create_dir_all(BUILT)?;
    println!("cargo::rerun-if-changed={BUILT}");
    Ok(())
}
