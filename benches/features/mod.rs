//! Features for the benchmarks, made of numbers that are the same every time.

#![allow(dead_code, reason = "each benchmark uses a part")]

use std::fmt::Write as _;

/// Numbers from 0 to 1, the same ones every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Two points in three crowd round Shanghai.
    fn position(&mut self) -> (f64, f64) {
        let (east, north) = (self.roll(), self.roll());
        if self.roll() < 0.66 {
            (
                121.47 + (east - 0.5) * self.roll(),
                31.2 + (north - 0.5) * self.roll(),
            )
        } else {
            (115.0 + east * 7.8, 27.4 + north * 7.8)
        }
    }
}

/// Points with three properties each.
pub fn geojson(features: usize) -> String {
    let mut dice = Dice(8);
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for number in 0..features {
        let comma = if number == 0 { "" } else { ",\n" };
        let (longitude, latitude) = dice.position();
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"name\":\"Feature {number}\",\"kind\":\"kind {}\",\"value\":{:.2}}},\
             \"geometry\":{{\"type\":\"Point\",\"coordinates\":[{longitude:.6},{latitude:.6}]}}}}",
            number % 8,
            dice.roll() * 1000.0
        );
    }
    text.push_str("]}");
    text
}

pub fn csv(features: usize) -> String {
    let mut dice = Dice(8);
    let mut text = String::from("name,kind,value,longitude,latitude\n");
    for number in 0..features {
        let (longitude, latitude) = dice.position();
        let value = dice.roll() * 1000.0;
        let kind = number % 8;
        let _ = writeln!(
            text,
            "Feature {number},kind {kind},{value:.2},{longitude:.6},{latitude:.6}"
        );
    }
    text
}

/// Areas of 50 vertices side by side.
pub fn areas(features: usize) -> String {
    let side = (features as f64).sqrt().ceil() as usize;
    let step = 7.8 / side as f64;
    let mut dice = Dice(8);
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for number in 0..features {
        let comma = if number == 0 { "" } else { ",\n" };
        let (east, north) = ((number % side) as f64, (number / side) as f64);
        let (x, y) = (115.0 + (east + 0.5) * step, 27.4 + (north + 0.5) * step);
        let mut ring: Vec<String> = (0..49)
            .map(|corner| {
                let angle = f64::from(corner) / 49.0 * std::f64::consts::TAU;
                let radius = step * (0.42 + 0.04 * dice.roll());
                format!(
                    "[{:.6},{:.6}]",
                    x + radius * angle.cos(),
                    y + radius * angle.sin()
                )
            })
            .collect();
        ring.push(ring[0].clone());
        let ring = ring.join(",");
        let _ = write!(
            text,
            "{comma}{{\"type\":\"Feature\",\"properties\":{{\"name\":\"Area {number}\"}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}}}"
        );
    }
    text.push_str("]}");
    text
}
