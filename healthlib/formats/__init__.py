"""How days and moments are written where no template says otherwise: as everywhere else in the library."""
