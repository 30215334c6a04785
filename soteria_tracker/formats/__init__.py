"""How dates are written where no template says otherwise: in full, as everywhere."""
