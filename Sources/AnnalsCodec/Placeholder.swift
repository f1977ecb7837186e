enum AnnalsCodecPlaceholder {}
