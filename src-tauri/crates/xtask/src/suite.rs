//! `cargo xtask test`: runs the steps, stops at the first that fails, and says how long each took.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use crate::{
    failure::Failure,
    steps::{self, Run, Step},
};

/// Runs the steps named in `wanted` (all, when none is), in the order of [`steps::ALL`].
pub(crate) fn run(root: &Path, wanted: &[String], test_arguments: &[String]) -> Result<(), Failure> {
    let chosen = choose(wanted)?;
    let run = Run { root, test_arguments };
    let mut taken = Vec::new();
    let mut outcome = Ok(());
    for step in chosen {
        println!("\n== {}: {}", step.name, step.purpose);
        let start = Instant::now();
        let result = (step.act)(&run);
        taken.push((step.name, start.elapsed(), result.is_ok()));
        if let Err(cause) = result {
            outcome = Err(Failure::Step {
                name: step.name,
                cause: Box::new(cause),
            });
            break;
        }
    }
    summarise(&taken);
    outcome
}

fn choose(wanted: &[String]) -> Result<Vec<&'static Step>, Failure> {
    if let Some(unknown) = wanted
        .iter()
        .find(|name| steps::ALL.iter().all(|step| step.name != name.as_str()))
    {
        let names: Vec<&str> = steps::ALL.iter().map(|step| step.name).collect();
        return Err(Failure::Unexpected {
            what: format!("There is no step `{unknown}`"),
            next: format!("The steps are: {}.", names.join(", ")),
        });
    }
    let all = steps::ALL.iter();
    Ok(all
        .filter(|step| wanted.is_empty() || wanted.iter().any(|name| name == step.name))
        .collect())
}

fn summarise(taken: &[(&str, Duration, bool)]) {
    println!("\n== summary");
    for (name, time, passed) in taken {
        let word = if *passed { "ok" } else { "FAILED" };
        println!("  {name:<11}{:>8.1} s  {word}", time.as_secs_f64());
    }
    let total: Duration = taken.iter().map(|(_, time, _)| *time).sum();
    println!("  {:<11}{:>8.1} s", "in all", total.as_secs_f64());
}

#[cfg(test)]
mod tests {
    use super::choose;

    #[test]
    fn no_name_means_every_step_and_an_unknown_name_is_an_error() {
        assert_eq!(choose(&[]).unwrap().len(), crate::steps::ALL.len());
        let chosen = choose(&["tests".into(), "fmt".into()]).unwrap();
        let names: Vec<_> = chosen.iter().map(|step| step.name).collect();
        assert_eq!(
            names,
            ["fmt", "tests"],
            "in the order in which they run, not as typed"
        );
        assert!(
            choose(&["tset".into()])
                .err()
                .unwrap()
                .to_string()
                .contains("tset")
        );
    }
}
